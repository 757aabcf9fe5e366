// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class StillNamesTest extends FsTestCase {
  private static final Name NAME = Name.of("f");

  @Test
  void aNameIsStillThatOfAnInodeUntilItIsRemovedOrReplaced() throws IOException {
    build("f\nother\n");
    try (Directory here = directory("");
        Inode held = here.inode(NAME)) {
      Stat stat = held.stat();
      assertThat(here.stillNames(NAME, stat)).isTrue();
      assertThat(here.stillNames(Name.of("other"), stat)).isFalse();

      Files.delete(path("f"));
      assertThat(here.stillNames(NAME, stat)).isFalse();
      Files.move(path("other"), path("f"));
      assertThat(here.stillNames(NAME, stat)).isFalse();
    }
  }

  @Test
  void aSymbolicLinkToTheInodeIsNotTheInode() throws IOException {
    build("f\nl => f\n");
    try (Directory here = directory("")) {
      assertThat(here.stillNames(Name.of("l"), here.stat(NAME))).isFalse();
    }
  }
}
