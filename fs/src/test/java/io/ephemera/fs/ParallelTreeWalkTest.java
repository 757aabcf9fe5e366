// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A walk with several threads gives the same results as one with a single thread. */
@Timeout(120)
class ParallelTreeWalkTest extends FsTestCase {
  private static final int WORKERS = 6;
  private static final int NAMES = 20;
  private static final long MOST_NANOS = 30_000_000_000L;
  private static final byte[] LINK = {'l', 'i', 'n', 'k'};

  ParallelTreeWalkTest() {
    super(TestFolder.inMemory());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(descriptors(folder.path())).isZero();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("walk"));
  }

  private void walk(TreeWalk.Visitor visitor) throws IOException {
    walk(visitor, new WorkerThreads(0, WORKERS));
  }

  private void walk(TreeWalk.Visitor visitor, WorkerThreads threads) throws IOException {
    try (Directory top = directory("top")) {
      TreeWalk.below(top, top.stat(), BytePath.of("/top"), visitor, threads);
    }
  }

  /** A thread-safe journal. */
  private static class SharedJournal extends Journal {
    final List<String> shared = Collections.synchronizedList(events);

    @Override
    public boolean visit(Entry entry) throws IOException {
      shared.add("visit " + entry.path());
      return true;
    }

    @Override
    public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
      shared.add("enter " + entry.path());
      return this;
    }

    @Override
    public void leave(Entry entry, Directory opened) throws IOException {
      shared.add("leave " + entry.path());
      assertThat(opened.stat().isSameInode(entry.stat())).isTrue();
    }

    @Override
    public void left(Entry entry) throws IOException {
      shared.add("left " + entry.path());
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      shared.add("failed " + failure.path());
    }
  }

  /** A tree of some hundred entries, wide in some places and deep in others. */
  private static String randomTree(Random random) {
    List<String> directories = new ArrayList<>(List.of("top"));
    StringBuilder tree = new StringBuilder("top/\n");
    int size = random.nextInt(400);
    for (int i = 0; i < size; i++) {
      int bound = directories.size();
      int from = random.nextBoolean() ? 0 : Math.max(0, bound - 3);
      String name = directories.get(from + random.nextInt(bound - from)) + "/" + i;
      boolean directory = random.nextInt(3) == 0;
      tree.append(name).append(directory ? "/\n" : "\n");
      if (directory) {
        directories.add(name);
      }
    }
    return tree.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyEntryIsVisitedOnceAndChildrenBeforeTheirParents(int seed) throws IOException {
    build(randomTree(new Random(seed)));
    Journal alone = new SharedJournal();
    walk(alone, WorkerThreads.none());
    for (int round = 0; round < 20; round++) {
      SharedJournal together = new SharedJournal();
      walk(together);
      assertThat(together.events).containsExactlyInAnyOrderElementsOf(alone.events);
      childrenComeBeforeTheirParents(together.events);
    }
  }

  private static void childrenComeBeforeTheirParents(List<String> events) {
    for (int i = 0; i < events.size(); i++) {
      String event = events.get(i);
      if (event.startsWith("leave ")) {
        String below = event.substring("leave ".length()) + "/";
        assertThat(events.subList(i, events.size())).as(event).noneMatch(e -> e.contains(below));
      }
    }
  }

  @Test
  void twoWorkersReadALargeDirectoryAndVisitEachEntryOnce() throws IOException {
    int size = 20_000;
    StringBuilder tree = new StringBuilder("top/\n");
    for (int i = 0; i < size; i++) {
      tree.append("top/name-of-a-file-").append(i).append(i % 100 == 0 ? "/\n" : "\n");
    }
    build(tree.toString());
    SharedJournal journal = new SharedJournal();
    walk(journal);
    List<String> visits = journal.events.stream().filter(e -> e.startsWith("visit")).toList();
    assertThat(visits).hasSize(size).doesNotHaveDuplicates();
    assertThat(journal.events.stream().filter(e -> e.startsWith("left"))).hasSize(size / 100);
  }

  @Test
  void eachDirectoryHasItsOwnVisitor() throws IOException {
    build(randomTree(new Random(99)));
    AtomicInteger mistaken = new AtomicInteger();
    class Own implements TreeWalk.Visitor {
      private final String path;

      Own(String path) {
        this.path = path;
      }

      @Override
      public boolean visit(Entry entry) {
        if (!entry.path().parent().toString().equals(path)) {
          mistaken.incrementAndGet();
        }
        return true;
      }

      @Override
      public TreeWalk.Visitor enter(Entry entry, Directory opened) {
        return new Own(entry.path().toString());
      }

      @Override
      public void leave(Entry entry, Directory opened) {
        if (!entry.path().toString().equals(path)) {
          mistaken.incrementAndGet();
        }
      }

      @Override
      public void failed(TreeWalk.Failure failure) {
        mistaken.incrementAndGet();
      }
    }
    walk(new Own("/top"));
    assertThat(mistaken).hasValue(0);
  }

  @Test
  void aFailureInOneDirectoryDoesNotStopTheOthers() throws IOException {
    StringBuilder tree = new StringBuilder("top/\n");
    for (int i = 0; i < 100; i++) {
      tree.append("top/d" + i + "/\ntop/d" + i + "/f\n");
    }
    build(tree.toString());
    SharedJournal journal =
        new SharedJournal() {
          @Override
          public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened)
              throws IOException {
            if (entry.name().toString().endsWith("7")) {
              throw new IOException("at " + entry.name());
            }
            return super.enter(entry, opened);
          }
        };
    walk(journal);
    assertThat(journal.events.stream().filter(e -> e.startsWith("failed"))).hasSize(10);
    assertThat(journal.events.stream().filter(e -> e.startsWith("left"))).hasSize(90);
  }

  /** Runs an action in another worker while the first thread waits for it. */
  private abstract static class WithHelp extends SharedJournal {
    private final Thread first = Thread.currentThread();
    private final CountDownLatch helped = new CountDownLatch(1);

    abstract void help(Thread first);

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isDirectory()) {
        return super.visit(entry);
      }
      if (Thread.currentThread().equals(first)) {
        awaitUninterruptibly();
      } else {
        helped.countDown();
        help(first);
      }
      return false;
    }

    private void awaitUninterruptibly() {
      boolean interrupted = false;
      while (helped.getCount() > 0) {
        try {
          helped.await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static final String TWO = "top/\ntop/a/\ntop/a/f\ntop/b/\ntop/b/f\n";

  @Test
  void anExceptionInAWorkerIsThrownAndEndsTheOthers() {
    build(TWO);
    WithHelp mistaken =
        new WithHelp() {
          @Override
          void help(Thread first) {
            throw new IllegalStateException("mistake");
          }
        };
    assertThatThrownBy(() -> walk(mistaken, new WorkerThreads(0, 2))).hasMessage("mistake");
  }

  @Test
  void anErrorInAWorkerIsThrownAndEndsTheOthers() {
    build(TWO);
    WithHelp greedy =
        new WithHelp() {
          @Override
          void help(Thread first) {
            throw new OutOfMemoryError("as if");
          }
        };
    assertThatThrownBy(() -> walk(greedy, new WorkerThreads(0, 2)))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anInterruptEndsTheWalkAndStaysSet() {
    build(TWO);
    WithHelp interrupting =
        new WithHelp() {
          @Override
          void help(Thread first) {
            first.interrupt();
            while (first.isInterrupted()) { // until it has noticed while it waits for this one
              Thread.onSpinWait();
            }
          }
        };
    assertThatThrownBy(() -> walk(interrupting, new WorkerThreads(0, 2)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Chains of directories d, with a file next to each. */
  private void dig(int chains, int depth) throws IOException {
    build("top/\n");
    for (int chain = 0; chain < chains; chain++) {
      Directory here = directory("top");
      for (int i = 0; i < depth; i++) {
        Name name = Name.of("d" + (i == 0 ? "" + chain : ""));
        Directory below = here.createDirectory(name, 0755);
        below.createFile(Name.of("f"), 0600).close();
        here.close();
        here = below;
      }
      here.close();
    }
  }

  @Test
  void deepTreesKeepTheDescriptorLimitOfEachThread() throws IOException {
    int workers = 3;
    dig(4, 2_500);
    AtomicInteger left = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TreeWalk.Visitor counter =
        new SharedJournal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            if (entry.depth() % 500 == 0) {
              most.accumulateAndGet(descriptors(folder.path()), Math::max);
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
          public void left(Entry entry) throws IOException {
            left.incrementAndGet();
          }
        };
    walk(counter, new WorkerThreads(0, workers));
    assertThat(left).hasValue(10_000);
    assertThat(most.get()).isBetween(Frontier.MOST_OPEN, workers * (Frontier.MOST_OPEN + 3));
  }

  @Test
  void aMovedUpperDirectoryEndsTheWalkOfNoWorker() throws IOException {
    dig(3, 400);
    build("victim/\nvictim/secret\n");
    AtomicBoolean moved = new AtomicBoolean();
    SharedJournal journal =
        new SharedJournal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            boolean down = super.visit(entry);
            if (entry.depth() == 390 && moved.compareAndSet(false, true)) {
              String chain = entry.path().components().get(1).latin1();
              Files.move(path("top/" + chain + "/d".repeat(30)), path("victim/moved"));
            }
            return down;
          }
        };
    walk(journal);
    assertThat(journal.events).contains("left /top/d0", "left /top/d1", "left /top/d2");
    assertThat(journal.events).noneMatch(event -> event.contains("secret"));
  }

  /** Removes everything while the directory is open, as cleaning does. */
  private static final class Sweep implements TreeWalk.Visitor {
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isDirectory()) {
        return true;
      }
      entry.directory().remove(entry.name());
      return false;
    }

    @Override
    public void left(Entry entry) throws IOException {
      entry.directory().removeDirectory(entry.name());
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      refused.addAndGet(failure.reason() instanceof UnsafePathException ? 1 : 0);
    }
  }

  @Test
  void exchangedDirectoriesLeadNoThreadElsewhere() throws Exception {
    StringBuilder secrets = new StringBuilder("victim/\n");
    for (int i = 0; i < NAMES; i++) {
      secrets.append("victim/d" + i + "/\nvictim/d" + i + "/secret\n");
    }
    build(secrets + "link => victim\n");
    String victim = Tree.describe(path("victim"));
    AtomicBoolean enough = new AtomicBoolean();
    Thread attacker = new Thread(() -> attack(enough), "attacker");
    attacker.start();
    int refused = 0;
    try {
      long end = System.nanoTime() + MOST_NANOS;
      for (int round = 0; round < 50 || (refused == 0 && System.nanoTime() < end); round++) {
        buildOutOfReach();
        Sweep sweep = new Sweep();
        walk(sweep);
        refused += sweep.refused.get();
        Files.move(path("top"), path("old" + round));
      }
    } finally {
      enough.set(true);
      attacker.join();
    }
    assertThat(refused).as("how often the attacker was met").isPositive();
    assertThat(Tree.describe(path("victim"))).isEqualTo(victim);
  }

  /** Renames a complete tree into place, so that only the walk is attacked. */
  private void buildOutOfReach() throws IOException {
    StringBuilder tree = new StringBuilder("new/\n");
    for (int i = 0; i < NAMES; i++) {
      tree.append("new/a" + i + "/\nnew/a" + i + "/d/\nnew/a" + i + "/d/secret\n");
    }
    build(tree.toString());
    Files.move(path("new"), path("top"));
  }

  private void attack(AtomicBoolean enough) {
    while (!enough.get()) {
      try (Directory parent = directory(".");
          Directory top = directory("top")) {
        for (int i = 0; i < NAMES; i++) {
          exchange(parent, top, ("a" + i).getBytes(StandardCharsets.US_ASCII));
        }
      } catch (SystemCallException e) {
        Thread.onSpinWait(); // the next tree is being built
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Exchanges a directory of the tree with a link to the victim for a moment. */
  private void exchange(Directory parent, Directory top, byte[] name) throws IOException {
    if (At.renameat2(parent.fd(), LINK, top.fd(), name, Constants.RENAME_EXCHANGE) == 0
        && At.renameat2(parent.fd(), LINK, top.fd(), name, Constants.RENAME_EXCHANGE) != 0) {
      restoreLink(parent, top, name);
    }
  }

  /** The walk removed the attacker's link; what was exchanged for it belongs to the walk. */
  private void restoreLink(Directory parent, Directory top, byte[] name) throws IOException {
    int returned = At.renameat2(parent.fd(), new byte[] {'l', 'i', 'n', 'k'}, top.fd(), name, 0);
    if (returned == 0) {
      Files.createSymbolicLink(path("link"), path("victim"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500})
  void aSmallTreeStartsNoThread(int size) throws IOException {
    StringBuilder tree = new StringBuilder("top/\n");
    for (int i = 0; i < size; i++) {
      tree.append("top/d" + i % 20 + "-" + i + (i % 20 == 0 ? "/\n" : "\n"));
    }
    build(tree.toString());
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    SharedJournal journal =
        new SharedJournal() {
          @Override
          public boolean visit(Entry entry) throws IOException {
            threads.add(Thread.currentThread());
            return super.visit(entry);
          }
        };
    walk(journal, WorkerThreads.onAllCores());
    assertThat(threads).hasSize(size).allMatch(thread -> thread.equals(Thread.currentThread()));
  }
}
