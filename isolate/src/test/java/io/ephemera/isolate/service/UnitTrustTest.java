// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A unit that another user could have written a part of is not read. In each of these cases the
 * same unit is read before the part is given away.
 */
class UnitTrustTest {
  private static final int STRANGER = 4711;

  @TempDir private Path top;
  private Path folder = Path.of("");

  @BeforeEach
  void makeUnit() throws IOException {
    Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
    folder = Files.createDirectory(top.resolve("units"));
    Files.createDirectory(top.resolve("other"));
    Files.writeString(top.resolve("other/variables"), "A=1\n");
    Files.createSymbolicLink(top.resolve("variables"), Path.of("other/variables"));
    UnitText.write(folder, "test.service", "EnvironmentFile=" + top.resolve("variables"));
    UnitText.dropIn(folder, "test.service.d/a.conf", "[Service] ;; Group=g");
  }

  private void assertReadUntil(Change change, String named) throws IOException {
    Path unit = folder.resolve("test.service");
    assertThat(UnitText.describe(folder, UnitText.read(unit))).isEqualTo("group g ;; set A=1");

    change.make();

    assertThatThrownBy(() -> UnitText.read(unit))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(named)
        .hasMessageContaining("would decide what is done here")
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(Failure.CANNOT_CREATE);
  }

  private interface Change {
    void make() throws IOException;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "units/test.service",
        "units",
        "units/test.service.d",
        "units/test.service.d/a.conf",
        "other/variables",
        "other",
      })
  void ofAnotherUser(String path) throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root: files of another user");
    Path given = top.resolve(path);

    assertReadUntil(() -> Files.setAttribute(given, "unix:uid", STRANGER), path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "units/test.service",
        "units",
        "units/test.service.d",
        "units/test.service.d/a.conf",
        "other/variables",
        "other",
      })
  void forAnotherUserToWrite(String path) throws IOException {
    Path given = top.resolve(path);

    assertReadUntil(
        () -> Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxr-xrwx")),
        path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"units/test.service", "units/test.service.d", "other/variables"})
  void forAnotherUserToWriteByAnAccessControlList(String path) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setfacl")), "setfacl is not installed");
    String given = top.resolve(path).toString();
    int set = acl(given, "u::rwx,g::r-x,o::r-x");
    assumeTrue(set == 0, "no access control lists on this file system");

    assertReadUntil(() -> acl(given, "u:" + STRANGER + ":rwx"), path);
  }

  private static int acl(String path, String entries) throws IOException {
    try {
      return new ProcessBuilder("/usr/bin/setfacl", "-m", entries, path)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"units/test.service", "variables"})
  void byALinkOfAnotherUser(String path) throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root: links of another user");
    Path linked = top.resolve(path);
    Path real = top.resolve("real");
    Files.move(linked, real);
    Files.createSymbolicLink(linked, real);
    Path unit = folder.resolve("test.service");
    assertThat(UnitText.describe(folder, UnitText.read(unit))).isEqualTo("group g ;; set A=1");

    Files.setAttribute(linked, "unix:uid", STRANGER, java.nio.file.LinkOption.NOFOLLOW_LINKS);

    assertThatThrownBy(() -> UnitText.read(unit))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(path)
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(Failure.CANNOT_CREATE);
  }
}
