// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobExpansionTest extends FsTestCase {
  private static final int MANY = 5000;

  /** Notes what it is given. */
  private static class Notes implements GlobExpansion.Seeker {
    private final Root root;
    final List<String> found;

    Notes(Root root) {
      this(root, Collections.synchronizedList(new ArrayList<>()));
    }

    Notes(Root root, List<String> found) {
      this.root = root;
      this.found = found;
    }

    @Override
    public Root root() {
      return root;
    }

    @Override
    public boolean goesOn() {
      return true;
    }

    @Override
    public void found(int pattern, BytePath match, boolean seen) {
      found.add(match + (seen ? "" : "?"));
    }

    @Override
    public void unreadable(BytePath directory, IOException reason) {
      found.add(directory + " is unreadable: " + reason.getMessage());
    }

    @Override
    public boolean mayShare() {
      return false;
    }

    @Override
    public GlobExpansion.Seeker another() throws IOException {
      throw new AssertionError("the matches of one thread were shared");
    }
  }

  private void buildMany() throws IOException {
    build("d/\n");
    try (Directory d = directory("d")) {
      for (int i = 0; i < MANY; i++) {
        d.createSymlink(Name.of("n" + i), Bytes.latin1("x")).close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/d/*|/d/a /d/f /d/link",
        "/d/.*|/d/.hidden",
        "/*/a/x|/d/a/x? /e/a/x?",
        "/*/*/x|/d/a/x? /d/link/x?",
        "/d/{a,link}/*|/d/a/x /d/link/x",
        "/d/{a,b}|/d/a? /d/b?",
        "/d/f/*|",
        "/d/gone/*/x|",
        "/[d]/a/*|/d/a/x",
      })
  void existingMatchesAndWhatMayBeBelowThemAreFound(String pattern, @Nullable String found)
      throws IOException {
    build("d/\nd/.hidden\nd/a/\nd/a/x\nd/f\nd/link => a\ne/\n");
    try (Root root = root()) {
      Notes notes = new Notes(root);
      GlobExpansion.expand(BytePath.of(pattern), notes);
      assertThat(notes.found)
          .containsExactlyInAnyOrder(found == null ? new String[0] : found.split(" "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/d/a*, /d/b*, true",
    "/*/a, /*/b*, false",
    "/d/a*, /e/b*, false",
    "'/d/{a,b}*', /d/b*, false",
    "/d/*/a*, /d/*/*b, true",
    "/a*, /b*, true",
  })
  void patternsThatDifferInTheirLastComponentSearchTheSame(String one, String other, boolean same) {
    assertThat(GlobExpansion.searchTheSame(BytePath.of(one), BytePath.of(other))).isEqualTo(same);
    assertThat(GlobExpansion.searchTheSame(BytePath.of(other), BytePath.of(one))).isEqualTo(same);
  }

  /** A second reading would not find what was removed for the first pattern. */
  @Test
  void patternsThatSearchTheSameReadEachDirectoryOnce() throws IOException {
    build("d/\nd/a/\nd/a/xy\nd/a/xyy\nd/e/\nd/e/x\nd/e/z\n");
    List<String> found = new ArrayList<>();
    try (Root root = root();
        Directory a = directory("d/a")) {
      Notes notes =
          new Notes(root, found) {
            @Override
            public void found(int pattern, BytePath match, boolean seen) {
              found.add(pattern + " " + match);
              if (pattern == 0 && match.parent().equals(BytePath.of("/d/a"))) {
                remove(a, match.toString().substring("/d/a/".length()));
              }
            }
          };
      GlobExpansion.expandTogether(
          List.of(BytePath.of("/d/*/x*"), BytePath.of("/d/*/none*"), BytePath.of("/d/*/*y")),
          notes);
    }
    assertThat(found)
        .containsExactlyInAnyOrder("0 /d/a/xy", "2 /d/a/xy", "0 /d/a/xyy", "2 /d/a/xyy", "0 /d/e/x")
        .containsSubsequence("0 /d/a/xy", "2 /d/a/xy");
  }

  /** If matches were collected first, those that are gone would be handed out as well. */
  @Test
  void matchesAreHandedOutWhileTheirDirectoryIsBeingRead() throws IOException {
    buildMany();
    try (Root root = root();
        Directory d = directory("d")) {
      Notes removing =
          new Notes(root) {
            @Override
            public void found(int pattern, BytePath match, boolean seen) {
              super.found(pattern, match, seen);
              for (int i = 0; i < MANY && found.size() == 1; i++) {
                remove(d, "n" + i);
              }
            }
          };
      GlobExpansion.expand(BytePath.of("/d/n*"), removing);
      assertThat(removing.found).hasSizeLessThan(MANY / 2);
    }
  }

  private static void remove(Directory directory, String name) {
    try {
      directory.remove(Name.of(name));
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingIsLookedForAfterTheSeekerStops() throws IOException {
    buildMany();
    try (Root root = root()) {
      Notes notes =
          new Notes(root) {
            @Override
            public boolean goesOn() {
              return found.size() < 10;
            }
          };
      GlobExpansion.expand(BytePath.of("/{d,e}/n*{,a}{,b}"), notes);
      assertThat(notes.found).hasSize(10);
    }
  }

  /** Each thread waits for the other at its first match; twice, so threads must be given back. */
  @Test
  void severalThreadsShareSiblingsAndEachIsFoundOnce() throws IOException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two cores");
    buildMany();
    for (int i = 0; i < 2; i++) {
      Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
      List<String> found = Collections.synchronizedList(new ArrayList<>());
      try (Root root = root()) {
        GlobExpansion.expand(
            BytePath.of("/d/n*"), new Sharing(root, found, threads, new CountDownLatch(2)), 0);
      }
      assertThat(found).hasSize(MANY).doesNotHaveDuplicates();
      assertThat(threads).hasSizeGreaterThan(1);
    }
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void aFailureOfAnotherThreadIsThatOfTheExpansion() throws IOException {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "needs two cores");
    buildMany();
    try (Root root = root()) {
      GlobExpansion.Seeker failing =
          new Notes(root) {
            @Override
            public boolean mayShare() {
              return true;
            }

            @Override
            public GlobExpansion.Seeker another() {
              throw new OutOfMemoryError("none left");
            }
          };
      assertThatThrownBy(() -> GlobExpansion.expand(BytePath.of("/d/n*"), failing, 0))
          .hasMessage("none left");
    }
  }

  private static final class Sharing extends Notes {
    private final Set<Thread> threads;
    private final CountDownLatch both;

    Sharing(Root root, List<String> found, Set<Thread> threads, CountDownLatch both) {
      super(root, found);
      this.threads = threads;
      this.both = both;
    }

    @Override
    public void found(int pattern, BytePath match, boolean seen) {
      super.found(pattern, match, seen);
      if (threads.add(Thread.currentThread())) {
        both.countDown();
        await();
      }
    }

    private void await() {
      try {
        assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean mayShare() {
      return true;
    }

    @Override
    public GlobExpansion.Seeker another() throws IOException {
      return new Sharing(root().another(), found, threads, both);
    }
  }
}
