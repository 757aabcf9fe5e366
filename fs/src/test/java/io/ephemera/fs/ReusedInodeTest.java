// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A suspended directory that is removed and whose inode number another directory gets. */
class ReusedInodeTest extends FsTestCase {
  private static final int LEVELS = 400;
  private static final int REMOVED = 30;

  private boolean isReplaced;

  private void dig() throws IOException {
    build("top/\n");
    Directory here = directory("top");
    for (int i = 0; i < LEVELS; i++) {
      Directory below = here.createDirectory(Name.of("d"), 0755);
      here.close();
      here = below;
    }
    here.close();
  }

  private static String chain(int depth) {
    return "top" + "/d".repeat(depth);
  }

  /** Removes a directory and creates others until one has its inode number. */
  private void replace() throws IOException {
    Path upper = path(chain(REMOVED));
    Object number = Files.getAttribute(upper, "unix:ino");
    Files.move(upper.resolve("d"), path("aside"));
    Files.delete(upper);
    for (int i = 0; i < 200; i++) {
      Path other = Files.createDirectory(path("other" + i));
      if (Files.getAttribute(other, "unix:ino").equals(number)) {
        Files.createFile(other.resolve("secret"));
        Files.move(path("aside"), other.resolve("d"));
        isReplaced = true;
        return;
      }
    }
  }

  @Test
  void aReusedInodeNumberIsNotTakenForTheOldDirectory() throws IOException {
    dig();
    Journal journal =
        new Journal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            boolean down = super.visit(entry);
            if (entry.depth() == LEVELS - 1) {
              replace();
            }
            return down;
          }
        };
    try (Directory top = directory("top")) {
      TreeWalk.below(top, BytePath.of("/top"), journal);
    }
    assumeTrue(isReplaced, "here the number of a removed inode is not given away so soon");
    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events).contains("leave /" + chain(REMOVED + 2));
    assertThat(journal.events).doesNotContain("leave /" + chain(REMOVED + 1));
    assertThat(journal.events).contains("leave /" + chain(REMOVED - 1));
  }
}
