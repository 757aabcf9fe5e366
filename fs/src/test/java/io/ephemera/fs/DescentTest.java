// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescentTest extends FsTestCase {
  /** Writes down what happens. */
  private static class Journal implements Descent.Visitor {
    final List<String> events = new ArrayList<>();

    @Override
    public boolean visit(Visit entry) throws IOException {
      events.add("visit " + entry.path() + " " + entry.depth());
      return true;
    }

    @Override
    public boolean enter(Visit entry, Directory opened) throws IOException {
      events.add("enter " + entry.path());
      return true;
    }

    @Override
    public void leave(Visit entry, Directory opened) throws IOException {
      events.add("leave " + entry.path());
      assertThat(opened.stat().isSameInode(entry.stat())).isTrue();
    }

    @Override
    public void left(Visit entry) throws IOException {
      events.add("left " + entry.path());
    }

    @Override
    public void failed(@Nullable Visit entry, IOException reason) {
      String kind = reason instanceof UnsafePathException ? "unsafe" : reason.getMessage();
      events.add("failed " + (entry == null ? "" : entry.path()) + " " + kind);
    }
  }

  private void descend(Descent.Visitor visitor) throws IOException {
    try (Directory top = directory("top")) {
      Descent.below(top, BytePath.of("/top"), visitor);
    }
  }

  @Test
  void directoriesAreEnteredDepthFirstAndLeftInTurn() throws IOException {
    build("top/\ntop/d/\ntop/d/e/\ntop/d/e/f\n");
    Journal journal = new Journal();
    descend(journal);
    assertThat(journal.events)
        .containsExactly(
            "visit /top/d 1",
            "enter /top/d",
            "visit /top/d/e 2",
            "enter /top/d/e",
            "visit /top/d/e/f 3",
            "leave /top/d/e",
            "left /top/d/e",
            "leave /top/d",
            "left /top/d");
  }

  @Test
  void onlyDirectoriesAreEnteredAndLinksAreNotFollowed() throws IOException {
    build("out/\nout/f\ntop/\ntop/a => ../out\ntop/b => /\ntop/c|\ntop/d=\n");
    Journal journal = new Journal();
    descend(journal);
    assertThat(journal.events)
        .containsExactlyInAnyOrder(
            "visit /top/a 1", "visit /top/b 1", "visit /top/c 1", "visit /top/d 1");
  }

  @Test
  void aVisitorMayStayOutsideBeforeOrAfterOpening() throws IOException {
    build("top/\ntop/a/\ntop/a/f\ntop/b/\ntop/b/f\n");
    Journal journal =
        new Journal() {
          @Override
          public boolean visit(Visit entry) throws IOException {
            return super.visit(entry) && !entry.name().equals(Name.of("a"));
          }

          @Override
          public boolean enter(Visit entry, Directory opened) throws IOException {
            return !super.enter(entry, opened);
          }
        };
    descend(journal);
    assertThat(journal.events)
        .containsExactlyInAnyOrder("visit /top/a 1", "visit /top/b 1", "enter /top/b");
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void aFailureAtOneEntryDoesNotEndTheRest() throws IOException {
    build("top/\ntop/a/\ntop/b/\ntop/c/\n");
    Journal journal =
        new Journal() {
          @Override
          public boolean visit(Visit entry) throws IOException {
            return fail(entry, "a") && super.visit(entry);
          }

          @Override
          public void leave(Visit entry, Directory opened) throws IOException {
            boolean ignored = fail(entry, "b");
          }

          @Override
          public void left(Visit entry) throws IOException {
            boolean ignored = fail(entry, "c");
          }

          private boolean fail(Visit entry, String name) throws IOException {
            if (entry.name().equals(Name.of(name))) {
              throw new IOException("at " + name);
            }
            return true;
          }
        };
    descend(journal);
    assertThat(journal.events)
        .contains("failed /top/a at a", "failed /top/b at b", "failed /top/c at c")
        .contains("enter /top/b", "enter /top/c")
        .hasSize(7);
  }

  /** What happens to a directory between the look at it and its opening. */
  private Journal exchanging(String replacement) {
    return new Journal() {
      @Override
      public boolean visit(Visit entry) throws IOException {
        boolean down = super.visit(entry);
        if (entry.name().equals(Name.of("d"))) {
          Files.move(path("top/d"), path("away"));
          if (!replacement.isEmpty()) {
            Files.move(path(replacement), path("top/d"));
          }
        }
        return down;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"victim", "link", "file", ""})
  void aDirectoryThatIsExchangedBeforeItIsOpenedIsNotEntered(String replacement)
      throws IOException {
    build("top/\ntop/d/\ntop/d/mine\nvictim/\nvictim/secret\nlink => victim\nfile\n");
    Journal journal = exchanging(replacement);
    descend(journal);
    assertThat(journal.events).hasSize(2);
    assertThat(journal.events.getLast()).startsWith("failed /top/d ");
    assertThat(journal.events.getLast().endsWith("unsafe")).isEqualTo(!replacement.isEmpty());
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void aDirectoryThatIsNotExchangedIsEntered() throws IOException {
    build("top/\ntop/d/\ntop/d/mine\n");
    Journal journal = new Journal();
    descend(journal);
    assertThat(journal.events).contains("visit /top/d/mine 2");
  }

  /** A chain of directories named d, with a file f beside each. */
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

  /** Counts, and keeps an eye on the descriptors. */
  private final class Counter extends Journal {
    int files;
    int directories;
    int deepest;
    int mostOpen;
    int longestPath;

    @Override
    public boolean visit(Visit entry) throws IOException {
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
    public boolean enter(Visit entry, Directory opened) {
      return true;
    }

    @Override
    public void leave(Visit entry, Directory opened) {}

    @Override
    public void left(Visit entry) {}
  }

  @Test
  void tenThousandLevelsTakeABoundedNumberOfDescriptors() throws IOException {
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

  /** Does something once, when the descent has come to a depth. */
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
    public boolean visit(Visit entry) throws IOException {
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
  void aMovedUpperDirectoryEndsTheDescentInsteadOfLeadingItElsewhere() throws IOException {
    dig("top", LEVELS);
    build("victim/\nvictim/secret\n");
    AtDepth journal = new AtDepth(390, () -> Files.move(path(chain(30)), path("victim/moved")));

    assertThatThrownBy(() -> descend(journal))
        .isInstanceOf(UnsafePathException.class)
        .hasMessageContaining("moved away");

    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events).contains("leave /" + chain(31));
    assertThat(journal.events).doesNotContain("leave /" + chain(30));
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void withoutTheMoveTheSameTreeIsWalkedToItsEnd() throws IOException {
    dig("top", LEVELS);
    AtDepth journal = new AtDepth(390, () -> {});
    descend(journal);
    assertThat(journal.events).contains("leave /" + chain(1));
    // From each directory every entry was visited once, also behind what was let go meanwhile.
    assertThat(journal.events.stream().filter(event -> event.startsWith("visit")))
        .hasSize(2 * LEVELS);
  }

  @Test
  void aMovedDirectoryThatIsStillHeldIsWalkedWhereItIs() throws IOException {
    dig("top", 50);
    build("victim/\nvictim/secret\n");
    AtDepth journal = new AtDepth(40, () -> Files.move(path(chain(30)), path("victim/moved")));
    descend(journal);
    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
    assertThat(journal.events).contains("leave /" + chain(1));
  }

  @Test
  void removingAMovedTreeTouchesNothingBesideIt() throws IOException {
    dig("top", LEVELS);
    build("victim/\nvictim/secret\n");
    int[] visits = new int[1];
    Descent.Visitor sweep =
        new Journal() {
          @Override
          public boolean visit(Visit entry) throws IOException {
            if (!entry.stat().isDirectory()) {
              entry.directory().remove(entry.name());
            } else if (++visits[0] == 390) {
              Files.move(path(chain(30)), path("victim/moved"));
            }
            return true;
          }

          @Override
          public void left(Visit entry) throws IOException {
            entry.directory().removeDirectory(entry.name());
          }
        };
    assertThatThrownBy(() -> descend(sweep)).isInstanceOf(UnsafePathException.class);
    Path victim = path("victim");
    assertThat(Tree.describe(victim)).startsWith("moved/\n").endsWith("secret\n");
  }

  @Test
  void goingUpAgainLeavesNoTimeOfAccessBehind() throws IOException {
    dig("top", 330);
    build("top/d/ @10d\n");
    descend(new Counter());
    try (Directory first = directory("top/d")) {
      assertThat(first.stat().accessTime()).isEqualTo(first.stat().modificationTime());
    }
  }
}
