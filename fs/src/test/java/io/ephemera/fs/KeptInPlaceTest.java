// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether others can rename a directory, and where no private directory is created. */
class KeptInPlaceTest extends FsTestCase {
  private static final int STICKY = 01000;

  /** Mode, owner and group of a directory above the one in question. */
  @ParameterizedTest(name = "above: mode {0}, owner {1}, group {2}: kept {3}, open to others {4}")
  @CsvSource({
    "0755, 0, 0, true, false",
    "0700, 0, 0, true, false",
    "0777, 0, 0, false, true",
    "1777, 0, 0, true, true",
    "0775, 0, 0, true, false",
    "0775, 0, 1000, false, true",
    "1775, 0, 1000, true, true",
    "0755, 1000, 0, false, false",
    "1755, 1000, 0, false, false",
  })
  void aDirectoryIsKeptIfNoOtherUserMayRenameIt(
      String mode, int owner, int group, boolean kept, boolean open) throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: owners are set");
    build("above/\nabove/below/\nabove/below/asked/");
    Files.setAttribute(path("above"), "unix:uid", owner);
    Files.setAttribute(path("above"), "unix:gid", group);
    Files.setAttribute(path("above"), "unix:mode", 0040000 | Integer.parseInt(mode, 8));

    try (Directory above = directory("above");
        Directory asked = directory("above/below/asked")) {
      assertThat(asked.isKeptInPlace()).isEqualTo(kept);
      assertThat(above.stat().isOpenToOthers()).isEqualTo(open);
      assertThat(above.stat().isSticky()).isEqualTo((Integer.parseInt(mode, 8) & STICKY) != 0);
    }
  }

  @Test
  void privateParentsAreForTheCallerAlone() throws IOException {
    try (Root root = root();
        Directory parent = root.makePrivateParentOf(BytePath.of("/a/b/name"))) {
      assertThat(parent.stat().mode()).isEqualTo(0700);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path("a"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({"rwxrwxrwx", "rwxr-xrwx"})
  void nothingIsCreatedWhereOthersMayWrite(String mode) throws IOException {
    build("shared/");
    Files.setPosixFilePermissions(path("shared"), PosixFilePermissions.fromString(mode));

    String before = tree();
    try (Root root = root()) {
      assertThatThrownBy(() -> root.makePrivateParentOf(BytePath.of("/shared/a/name")))
          .isInstanceOf(UnsafePathException.class)
          .hasMessageContaining("other users may write");
      assertThat(tree()).isEqualTo(before);
      // If nothing has to be created, only the ownership rule applies.
      root.makePrivateParentOf(BytePath.of("/shared/name")).close();
    }
  }
}
