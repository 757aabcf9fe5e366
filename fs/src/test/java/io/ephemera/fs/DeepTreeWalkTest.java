// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Trees deeper than the number of descriptors, and rearranged during the walk. */
class DeepTreeWalkTest extends FsTestCase {
  DeepTreeWalkTest() {
    super(TestFolder.inMemory());
  }

  private void descend(TreeWalk.Visitor visitor) throws IOException {
    try (Directory top = directory("top")) {
      TreeWalk.below(top, BytePath.of("/top"), visitor);
    }
  }

  /** A chain of directories d, with a file f next to each. */
  private void dig(String top, int depth) throws IOException {
    build(top + "/\n");
    Directory here = directory(top);
    for (int i = 0; i < depth; i++) {
      here.createFile(Name.of("f"), 0600).close();
      Directory below = here.createDirectory(Name.of("d"), 0755);
      here.close();
      here = below;
    }
    here.close();
  }

  /** Counts entries and open descriptors. */
  private final class Counter extends Journal {
    int files;
    int directories;
    int deepest;
    int mostOpen;
    int longestPath;

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (!entry.stat().isDirectory()) {
        files++;
        return false;
      }
      directories++;
      if (directories % 1000 == 0) {
        deepest = entry.depth();
        longestPath = entry.path().bytes().length();
        mostOpen = Math.max(mostOpen, descriptors(folder.path()));
      }
      return true;
    }

    @Override
    public TreeWalk.Visitor enter(Entry entry, Directory opened) {
      return this;
    }

    @Override
    public void leave(Entry entry, Directory opened) {}

    @Override
    public void left(Entry entry) {}
  }

  @Test
  void tenThousandLevelsNeedABoundedNumberOfDescriptors() throws IOException {
    dig("top", 10_000);
    Counter counter = new Counter();
    descend(counter);
    assertThat(counter.events).isEmpty();
    assertThat(counter.files).isEqualTo(10_000);
    assertThat(counter.directories).isEqualTo(10_000);
    assertThat(counter.deepest).isEqualTo(10_000);
    assertThat(counter.longestPath).isEqualTo("/top".length() + 2 * 10_000);
    assertThat(counter.mostOpen).isBetween(100, 330);
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void tenThousandLevelsAreRemoved() throws IOException {
    dig("top", 10_000);
    try (Directory parent = directory(".")) {
      Removal.removeTree(parent, Name.of("top"), BytePath.of("/top"));
    }
    assertThat(tree()).isEmpty();
  }

  private static final int LEVELS = 400;

  /** Runs an action once, when the walk has reached a depth. */
  private static class AtDepth extends Journal {
    private final int depth;
    private final Trick trick;

    interface Trick {
      void play() throws IOException;
    }

    AtDepth(int depth, Trick trick) {
      this.depth = depth;
      this.trick = trick;
    }

    @Override
    public boolean visit(Entry entry) throws IOException {
      boolean down = super.visit(entry);
      if (entry.depth() == depth && entry.stat().isDirectory()) {
        trick.play();
      }
      return down;
    }
  }

  private static String chain(int depth) {
    return "top" + "/d".repeat(depth);
  }

  @Test
  void aMovedUpperDirectoryIsLeftAndTheWalkContinuesAboveIt() throws IOException {
    dig("top", LEVELS);
    buildSiblings(28, 29, 31, 40);
    build("victim/\nvictim/secret\n");
    AtDepth journal = new AtDepth(390, () -> Files.move(path(chain(30)), path("victim/moved")));
    descend(journal);

    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events).noneMatch(event -> event.startsWith("failed"));
    for (int level : new int[] {28, 29, 31, 40}) {
      assertThat(journal.events).contains("leave /" + chain(level), "leave " + sibling(level));
    }
    assertThat(descriptors(folder.path())).isZero();
  }

  /** Two moves: what is between them can be reached neither from below nor from above. */
  @Test
  void onlyWhatIsBetweenTwoMovedDirectoriesIsLost() throws IOException {
    dig("top", LEVELS);
    buildSiblings(28, 29, 35, 41);
    build("victim/\nvictim/secret\n");
    AtDepth journal =
        new AtDepth(
            390,
            () -> {
              Files.move(path(chain(40)), path("victim/lower"));
              Files.move(path(chain(30)), path("victim/upper"));
            });
    descend(journal);

    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events.stream().filter(event -> event.startsWith("failed")))
        .containsExactly("failed /" + chain(30) + " unsafe");
    assertThat(journal.attempts).containsExactly(TreeWalk.Attempt.COME_BACK);
    for (int level : new int[] {28, 29, 41}) {
      assertThat(journal.events).contains("leave /" + chain(level), "leave " + sibling(level));
    }
    assertThat(journal.events).doesNotContain("leave /" + chain(30), "leave " + sibling(35));
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void whatIsRemovedDuringTheWalkIsGone() throws IOException {
    dig("top", LEVELS);
    BytePath path = BytePath.of("/" + chain(30));
    AtDepth journal;
    try (Directory above = directory(chain(29))) {
      journal = new AtDepth(390, () -> Removal.removeTree(above, Name.of("d"), path));
      descend(journal);
    }
    assertThat(journal.events.stream().filter(event -> event.startsWith("failed")))
        .allMatch(event -> event.endsWith("No such file or directory"));
    assertThat(journal.events).contains("leave /" + chain(29));
  }

  /** Another subdirectory of the directory at a level, which is visited after the chain. */
  private static String sibling(int level) {
    return "/" + chain(level) + "/z";
  }

  /** What is made last is listed first in memory. */
  private void buildSiblings(int... levels) throws IOException {
    for (int level : levels) {
      build(sibling(level).substring(1) + "/\n");
      Files.move(path(chain(level + 1)), path("aside"));
      Files.move(path("aside"), path(chain(level + 1)));
    }
  }

  @Test
  void withoutTheMoveTheSameTreeIsWalkedCompletely() throws IOException {
    dig("top", LEVELS);
    AtDepth journal = new AtDepth(390, () -> {});
    descend(journal);
    assertThat(journal.events).contains("leave /" + chain(1));
    // Every entry was visited once, also in directories that were suspended meanwhile.
    assertThat(journal.events.stream().filter(event -> event.startsWith("visit")))
        .hasSize(2 * LEVELS);
  }

  @Test
  void aMovedDirectoryThatIsOpenIsWalkedWhereItIs() throws IOException {
    dig("top", 50);
    build("victim/\nvictim/secret\n");
    AtDepth journal = new AtDepth(40, () -> Files.move(path(chain(30)), path("victim/moved")));
    descend(journal);
    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events).contains("leave /" + chain(1));
  }

  @Test
  void removingAMovedTreeTouchesNothingElse() throws IOException {
    dig("top", LEVELS);
    build("victim/\nvictim/secret\n");
    int[] visits = new int[1];
    TreeWalk.Visitor sweep =
        new Journal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            if (!entry.stat().isDirectory()) {
              entry.directory().remove(entry.name());
            } else if (++visits[0] == 390) {
              Files.move(path(chain(30)), path("victim/moved"));
            }
            return true;
          }

          @Override
          public void left(Entry entry) throws IOException {
            entry.directory().removeDirectory(entry.name());
          }
        };
    descend(sweep);
    Path victim = path("victim");
    assertThat(Tree.describe(victim)).startsWith("moved/\n").endsWith("secret\n");
  }

  @Test
  void goingUpAgainChangesNoAccessTime() throws IOException {
    dig("top", 330);
    build("top/d/ @10d\n");
    descend(new Counter());
    try (Directory first = directory("top/d")) {
      assertThat(first.stat().accessTime()).isEqualTo(first.stat().modificationTime());
    }
  }
}
