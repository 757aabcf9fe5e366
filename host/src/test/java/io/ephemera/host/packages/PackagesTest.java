// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which package owns a path, by the databases of dpkg, apk and pacman below a root directory. */
class PackagesTest {
  private static final String DPKG =
      """
      bin => usr/bin
      lib => /usr/lib
      sbin => usr/sbin
      usr/sbin => bin
      var/run => ../run
      var/lib/dpkg/info/coreutils.list "/.\\n/bin\\n/bin/ls\\n/etc\\n/usr\\n/usr/bin/sort\\n"
      var/lib/dpkg/info/base.list "/.\\n/etc\\n/etc/motd\\n/sbin/init\\n/var/run/base\\n"
      var/lib/dpkg/info/libc6:amd64.list "/usr/lib/libc.so\\n/lib/two words\\n/etc/a\\xff\\n"
      var/lib/dpkg/info/libc6:amd64.md5sums "0  /etc/none\\n"
      var/lib/dpkg/info/gone.list "/opt/gone\\n"
      var/lib/dpkg/status "Package: base\\nVersion: 12\\n\\n\
      Package: coreutils\\nStatus: ok\\nArchitecture: amd64\\nVersion: 9.1-1\\n\\n\
      Package: libc6\\nArchitecture: i386\\nVersion: 1\\n\\n\
      Package: libc6\\nArchitecture: amd64\\nVersion: 2.36\\n"
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /usr/bin/sort   | coreutils 9.1-1 dpkg
          /bin/ls         | coreutils 9.1-1 dpkg
          /usr/bin/ls     | coreutils 9.1-1 dpkg
          /bin            | coreutils 9.1-1 dpkg
          /etc            | base 12 dpkg, coreutils 9.1-1 dpkg
          /               | base 12 dpkg, coreutils 9.1-1 dpkg
          /etc/motd       | base 12 dpkg
          /bin/init       | base 12 dpkg
          /usr/bin/init   | base 12 dpkg
          /run/base       | base 12 dpkg
          /lib/libc.so    | libc6:amd64 2.36 dpkg
          /usr/lib/two words | libc6:amd64 2.36 dpkg
          /opt/gone       | gone null dpkg
          /etc/none       | none
          /usr/bin/sor    | none
          /usr/bin/sort/x | none
          /tmp            | none
          """)
  void dpkgListsThePathsOfEachPackage(String path, String owner) throws IOException {
    try (PackageRoot root = new PackageRoot(DPKG)) {
      assertThat(root.shown(path)).isEqualTo(owner);
    }
  }

  /** dash's /bin/sh stays, bash's would be at .distrib; "local" moves every package's file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bin/sh             | dash null dpkg
          /usr/bin/sh         | dash null dpkg
          /bin/sh.distrib     | bash null dpkg
          /usr/bin/sh.distrib | bash null dpkg
          /bin/tool           | none
          /bin/tool.real      | bash null dpkg
          /bin/other          | bash null dpkg
          """)
  void aDivertedFileBelongsToThePackageWhosePathItIs(String path, String owner) throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            bin => usr/bin
            var/lib/dpkg/info/bash.list "/bin/sh\\n/bin/tool\\n/bin/other\\n"
            var/lib/dpkg/info/dash:amd64.list "/bin/sh\\n"
            var/lib/dpkg/diversions "/bin/sh\\n/bin/sh.distrib\\ndash\\n\
            /bin/tool\\n/bin/tool.real\\n:\\n/bin/cut"
            """)) {
      assertThat(root.shown(path)).isEqualTo(owner.replace("dash ", "dash:amd64 "));
    }
  }

  @Test
  void apkListsDirectoriesAndTheFilesInThem() throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            lib/apk/db/installed "C:Q1=\\nP:busybox\\nV:1.36-r0\\nF:\\nF:bin\\nM:0:0:0755\\n\
            R:sh\\nZ:Q1=\\nR:ls\\nF:etc\\nR:motd\\n\\nP:next\\nF:etc\\nR:next.conf\\n"
            """)) {
      assertThat(root.shown("/bin/ls")).isEqualTo("busybox 1.36-r0 apk");
      assertThat(root.shown("/bin")).isEqualTo("busybox 1.36-r0 apk");
      assertThat(root.shown("/")).isEqualTo("busybox 1.36-r0 apk");
      assertThat(root.shown("/etc")).isEqualTo("busybox 1.36-r0 apk, next null apk");
      assertThat(root.shown("/etc/next.conf")).isEqualTo("next null apk");
      assertThat(root.shown("/etc/sh")).isEqualTo("none");
    }
  }

  @Test
  void pacmanListsThePathsOfEachPackageInItsOwnDirectory() throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            lib => usr/lib
            var/lib/pacman/local/ALPM_DB_VERSION "9\\n"
            var/lib/pacman/local/glibc-2.39-1/desc "%NAME%\\nglibc\\n\\n%VERSION%\\n2.39-1\\n"
            var/lib/pacman/local/glibc-2.39-1/files "%FILES%\\nusr/\\nusr/lib/\\nusr/lib/libc.so\\n\
            \\n%BACKUP%\\netc/gai.conf\\t0\\n"
            var/lib/pacman/local/odd-1-1/files "%FILES%\\nusr/\\n"
            """)) {
      assertThat(root.shown("/usr/lib/libc.so")).isEqualTo("glibc 2.39-1 pacman");
      assertThat(root.shown("/lib/libc.so")).isEqualTo("glibc 2.39-1 pacman");
      assertThat(root.shown("/usr")).isEqualTo("glibc 2.39-1 pacman, odd-1-1 null pacman");
      assertThat(root.shown("/etc/gai.conf")).isEqualTo("none");
    }
  }

  @Test
  void imagesWithoutDpkgListRegularFilesOnlySoThatNothingElseIsKnownToBeNobodys()
      throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            var/lib/dpkg/status.d/tzdata "Package: tzdata\\nVersion: 2024a\\n"
            var/lib/dpkg/status.d/tzdata.md5sums "d41d8cd98f00b204e9800998ecf8427e  usr/share/z\\n\
            d41d8cd98f00b204e9800998ecf8427e /usr/x\\nshort  usr/y\\n"
            """)) {
      assertThat(root.shown("/usr/share/z")).isEqualTo("tzdata 2024a dpkg");
      assertThat(root.shown("/usr/x")).startsWith("unknown: the packages of this image list");
      assertThat(root.shown("/etc/passwd")).startsWith("unknown: the packages of this image list");
    }
  }

  @Test
  void withoutADatabaseNothingIsKnown() throws IOException {
    try (PackageRoot root = new PackageRoot("etc/passwd")) {
      assertThat(root.shown("/etc/passwd"))
          .isEqualTo("unknown: no database of dpkg, apk, pacman or rpm was found");
    }
  }

  @Test
  void theDatabaseOfRpmIsNeverReadOnAnotherRoot() throws IOException {
    try (PackageRoot root = new PackageRoot("usr/lib/sysimage/rpm/rpmdb.sqlite \"x\"")) {
      assertThat(root.shown("/etc/passwd"))
          .isEqualTo(
              "unknown: the database of rpm is read by rpm itself,"
                  + " which is not run on another root directory");
    }
  }

  @Test
  void manyPathsAreAnsweredInOnePassEachInItsPlace() throws IOException {
    try (PackageRoot root = new PackageRoot(DPKG)) {
      List<BytePath> paths =
          List.of(
              BytePath.of("/tmp"),
              BytePath.of("/bin/ls"),
              BytePath.of("/usr/bin/ls"),
              BytePath.of("relative"),
              BytePath.of("/etc/../etc"));
      Map<BytePath, Owner> owners = Packages.ofRoot(root.root()).owners(paths);
      assertThat(owners.keySet()).containsExactlyInAnyOrderElementsOf(paths);
      assertThat(owners.get(paths.get(0))).isEqualTo(new Owner.None());
      assertThat(owners.get(paths.get(1))).isInstanceOf(Owner.Owned.class);
      assertThat(owners.get(paths.get(2))).isEqualTo(owners.get(paths.get(1)));
      for (BytePath unusable : paths.subList(3, 5)) {
        assertThat(owners.get(unusable))
            .isEqualTo(new Owner.Unknown("not an absolute path without \"..\""));
      }
    }
  }
}
