// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalTest extends FsTestCase {
  private static final int FS_IMMUTABLE_FL = 0x10;

  private void remove(String name) throws IOException {
    try (Directory parent = directory(".")) {
      Removal.removeTree(parent, Name.of(Bytes.latin1(name)), BytePath.of("/").child(Name.of("x")));
    }
    assertThat(descriptors(folder.path())).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "x",
    "x \"content\"",
    "x/",
    "x => kept",
    "x => nowhere",
    "x|",
    "x=",
    "x/@x/f@x/\\xff@x/d/@x/d/e/@x/d/e/f",
    "x/@x/l => ../kept@x/m => /@x/n => ..",
    "x/@x/p|@x/s=@x/f 0000@x/d/ 0500@x/t 1777",
  })
  void anEntryIsRemovedWithEverythingBelowIt(String tree) throws IOException {
    build("kept/\nkept/f\n" + tree.replace('@', '\n') + "\n");
    remove("x");
    assertThat(tree()).isEqualTo("kept/\nkept/f\n");
  }

  @Test
  void removingNothingSucceeds() throws IOException {
    build("kept\n");
    remove("x");
    assertThat(tree()).isEqualTo("kept\n");
  }

  @Test
  void theFirstFailureIsThrownAndTheRestIsRemoved() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("x/\nx/a/\nx/a/f\nx/b/\nx/b/keep\nx/b/f\nx/c/\nx/z\n");
    try (Root root = root();
        Inode keep = root.find(BytePath.of("/x/b/keep"))) {
      int before = keep.fileAttributes();
      keep.setFileAttributes(before | FS_IMMUTABLE_FL);
      try {
        assertThatThrownBy(() -> remove("x"))
            .isInstanceOfSatisfying(
                SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM))
            .hasMessageContaining("keep");
        assertThat(tree()).isEqualTo("x/\nx/b/\nx/b/keep\n");
      } finally {
        keep.setFileAttributes(before);
      }
    }
    remove("x");
    assertThat(tree()).isEmpty();
  }
}
