// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files with several names, of which the first that goes changes the inode of the others. */
class OriginalTimesTest {
  /** Far more than the kernel's clock, which inodes are stamped by, needs to go on. */
  private static final int NAMES = 2000;

  @Test
  void allNamesOfOneFileAreAsOldAsTheFirst() {
    StringBuilder tree = new StringBuilder("d/\nd/0 @20d\n");
    for (int i = 1; i < NAMES; i++) {
      tree.append("d/").append(i).append(" == d/0\n");
    }
    try (TestFolder folder = TestFolder.with(tree.toString())) {
      EngineRun run = EngineRun.of(folder.path(), List.of("d /d - - - 0"), List.of("--clean"));

      assertThat(Tree.describe(folder.path())).isEqualTo("d/\n");
      assertThat(run.said()).noneMatch(said -> said.startsWith("skipped"));
    }
  }
}
