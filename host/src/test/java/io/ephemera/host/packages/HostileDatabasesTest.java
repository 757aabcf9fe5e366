// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.host.files.RootFiles;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database of a stranger's image cannot do: hang, lead out, forge lines, lie by a gap. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileDatabasesTest {
  private static final String GOOD = "var/lib/dpkg/info/good.list \"/etc/good\\n\"\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var/lib/dpkg/info/bad.list|",
        "var/lib/dpkg/info/bad.list=",
        "var/lib/dpkg/info/bad.list/",
        "var/lib/dpkg/info/bad.list => /etc/passwd",
        "var/lib/dpkg/info/bad.list => bad.list",
        "var/lib/dpkg/diversions|"
      })
  void whatIsNoRegularFileIsNotOpenedAndLeavesAGapInTheAnswers(String bad) throws IOException {
    try (PackageRoot root = new PackageRoot(GOOD + bad)) {
      assertThat(root.shown("/etc/good")).isEqualTo("good null dpkg");
      assertThat(root.shown("/etc/other"))
          .startsWith("unknown: cannot read /var/lib/dpkg/")
          .contains("not a regular file");
    }
  }

  @Test
  void noDeviceIsOpened() throws IOException {
    Assumptions.assumeTrue(TestUser.mayMakeDevices(), "needs root, to make a device");
    try (PackageRoot root = new PackageRoot(GOOD + "var/lib/dpkg/info/bad.list% char:1:5")) {
      assertThat(root.shown("/etc/other")).contains("is a character device, not a regular file");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lib/apk/db/installed|",
        "var/lib/pacman/local/x-1-1/files|",
        "var/lib/dpkg/status.d/x.md5sums|"
      })
  void theOtherDatabasesDoNotWaitForAFifoEither(String fifo) throws IOException {
    try (PackageRoot root = new PackageRoot(fifo)) {
      assertThat(root.owner("/etc/other")).isInstanceOf(Owner.Unknown.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"var/lib/dpkg/info", "lib/apk/db/installed", "var/lib/pacman/local"})
  void aLinkLeadsBelowTheRootDirectoryOnly(String place) throws IOException {
    try (PackageRoot outside =
            new PackageRoot(
                """
                list/x.list "/etc/secret\\n"
                installed "P:x\\nF:etc\\nR:secret\\n"
                """);
        PackageRoot root = new PackageRoot("etc/secret")) {
      Path link = root.folder().path().resolve(place);
      Files.createDirectories(link.getParent());
      String target = place.endsWith("installed") ? "installed" : "list";
      Files.createSymbolicLink(link, outside.folder().path().resolve(target));
      assertThat(root.owner("/etc/secret")).isInstanceOf(Owner.Unknown.class);
    }
  }

  @Test
  void linesThatAreNoPathsAreIgnored() throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            var/lib/dpkg/info/bad.list "\\n\\netc/relative\\n../etc/up\\n/etc/../etc/dots\\n/etc/x\\0\\n/\\n"
            var/lib/dpkg/diversions "\\n\\n\\nrelative\\n/x\\nbad\\n/lonely"
            lib/apk/db/installed "R:early\\nR:\\nF:../..\\nR:etc/up\\nP:\\nV:\\nX\\n"
            """)) {
      for (String path : new String[] {"/etc/relative", "/etc/up", "/etc/dots", "/etc/x"}) {
        assertThat(root.shown(path)).isEqualTo("none");
      }
      assertThat(root.shown("/")).isEqualTo("bad null dpkg");
    }
  }

  @Test
  void whatADatabaseSaysIsShownEscaped() throws IOException {
    try (PackageRoot root =
        new PackageRoot(
            """
            lib/apk/db/installed "P:\\x1b[2Jroot\\x0d\\nV:1\\xe2\\x80\\xae\\nF:etc\\nR:x\\n"
            """)) {
      assertThat(root.shown("/etc/x")).isEqualTo("\\x1b[2Jroot\\x0d 1\\xe2\\x80\\xae apk");
    }
  }

  @Test
  void aFileThatIsTooLargeIsAGapAndFillsNoMemory() throws IOException {
    try (PackageRoot root = new PackageRoot(GOOD)) {
      Path large = root.folder().path().resolve("var/lib/dpkg/info/large.list");
      try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
        file.setLength(Reading.LARGEST_FILE + 1L); // a hole: takes no space
      }
      assertThat(root.shown("/etc/good")).isEqualTo("good null dpkg");
      assertThat(root.shown("/etc/other")).contains("large.list").contains("more than");
    }
  }

  @Test
  void aDatabaseThatCannotBeOpenedLeavesAGap() throws IOException {
    try (PackageRoot root = new PackageRoot("var/lib/dpkg/info => /var/lib/dpkg/info")) {
      assertThat(Packages.ofRoot(root.root()).owner(BytePath.of("/etc")))
          .isInstanceOf(Owner.Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 3, none", "1000, 2, unknown", "20, 1000, none", "19, 1000, unknown"})
  void aDatabaseWithoutEndIsNotReadToItsEnd(long mostBytes, int mostFiles, String owner)
      throws IOException {
    try (PackageRoot root = new PackageRoot("a \"12345678\"\nb \"123456789012\"")) {
      Questions questions = new Questions(List.of(BytePath.of("/etc/x")));
      Reading reading =
          new Reading(new RootFiles(root.root()), questions, mostBytes + 1, mostFiles);
      assertThat(reading.mayContinue()).isTrue();
      assertThat(reading.read(BytePath.of("/a")).length()).isEqualTo(8);
      assertThat(reading.read(BytePath.of("/b")).length()).isEqualTo(12);
      boolean ignored = reading.mayContinue();
      Owner found = questions.answers(List.of(BytePath.of("/etc/x"))).get(BytePath.of("/etc/x"));
      assertThat(PackageRoot.shown(found)).startsWith(owner);
    }
  }
}
