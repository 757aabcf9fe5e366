// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWalkTest extends FsTestCase {
  private void descend(TreeWalk.Visitor visitor) throws IOException {
    try (Directory top = directory("top")) {
      TreeWalk.below(top, BytePath.of("/top"), visitor);
    }
  }

  @Test
  void directoriesAreEnteredAndLeftDepthFirst() throws IOException {
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
  void aVisitorMayRefuseToEnterBeforeOrAfterOpening() throws IOException {
    build("top/\ntop/a/\ntop/a/f\ntop/b/\ntop/b/f\n");
    Journal journal =
        new Journal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            return super.visit(entry) && !entry.name().equals(Name.of("a"));
          }

          @Override
          public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened)
              throws IOException {
            return super.enter(entry, opened) == null ? this : null;
          }
        };
    descend(journal);
    assertThat(journal.events)
        .containsExactlyInAnyOrder("visit /top/a 1", "visit /top/b 1", "enter /top/b");
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void aFailureAtOneEntryDoesNotStopTheOthers() throws IOException {
    build("top/\ntop/a/\ntop/b/\ntop/c/\n");
    Journal journal =
        new Journal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            return fail(entry, "a") && super.visit(entry);
          }

          @Override
          public void leave(Entry entry, Directory opened) throws IOException {
            boolean ignored = fail(entry, "b");
          }

          @Override
          public void left(Entry entry) throws IOException {
            boolean ignored = fail(entry, "c");
          }

          private boolean fail(Entry entry, String name) throws IOException {
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

  /** What happens to a directory between stat and open. */
  private Journal exchanging(String replacement) {
    return new Journal() {
      @Override
      public boolean visit(Entry entry) throws IOException {
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
  void anExchangedDirectoryIsNotEntered(String replacement) throws IOException {
    build("top/\ntop/d/\ntop/d/mine\nvictim/\nvictim/secret\nlink => victim\nfile\n");
    Journal journal = exchanging(replacement);
    descend(journal);
    assertThat(journal.events).hasSize(2);
    assertThat(journal.events.getLast()).startsWith("failed /top/d ");
    assertThat(journal.events.getLast().endsWith("unsafe")).isEqualTo(!replacement.isEmpty());
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void anUnchangedDirectoryIsEntered() throws IOException {
    build("top/\ntop/d/\ntop/d/mine\n");
    Journal journal = new Journal();
    descend(journal);
    assertThat(journal.events).contains("visit /top/d/mine 2");
  }
}
