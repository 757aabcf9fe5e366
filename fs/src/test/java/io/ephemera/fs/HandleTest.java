// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleTest extends FsTestCase {
  private Inode find(String path) throws IOException {
    try (Root root = root()) {
      return root.find(BytePath.of(path));
    }
  }

  @Test
  void aHandleReachesTheSameInodeAfterARename() throws IOException {
    build("f \"mine\"\nother \"other\"\n");
    try (Inode held = find("/f")) {
      Files.move(path("f"), path("moved"));
      Files.move(path("other"), path("f"));
      held.setMode(0600);
      try (OpenFile file = held.openForReading()) {
        assertThat(file.readAll(100)).isEqualTo(Bytes.latin1("mine"));
      }
    }
    assertThat(tree()).isEqualTo("f \"other\"\nmoved 0600 \"mine\"\n");
  }

  @Test
  void modeOwnerAndTimesAreSetWithoutOpening() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("p|\nf @10d a@20d\nl => f\ns=\n");
    try (Inode fifo = find("/p");
        Inode file = find("/f");
        Inode link = find("/l");
        Inode socket = find("/s")) {
      fifo.setMode(01620);
      fifo.setOwner(1, -1);
      fifo.setTimes(file.stat());
      socket.setMode(0777);
      link.setOwner(1, 1);
      link.setTimes(file.stat());
      assertThatThrownBy(() -> link.setMode(0600)).isInstanceOf(SystemCallException.class);
      assertThat(fifo.stat().accessTime()).isEqualTo(file.stat().accessTime());
    }
    assertThat(tree())
        .isEqualTo(
            """
            f @10d a@20d
            l => f daemon @10d a@20d
            p| 1620 daemon:root @10d a@20d
            s= 0777
            """);
  }

  @Test
  void attributesAreSetReadAndListed() throws IOException {
    build("d/\n");
    try (Inode held = find("/d")) {
      assertThat(held.attribute("user.a")).isNull();
      held.setAttribute("user.a", Bytes.latin1("1\0\u00ff"));
      held.setAttribute("user.b", Bytes.latin1("b".repeat(1500)));
      assertThat(held.attribute("user.a")).isEqualTo(Bytes.latin1("1\0\u00ff"));
      assertThat(held.attribute("user.b")).isEqualTo(Bytes.latin1("b".repeat(1500)));
      assertThat(held.attributeNames()).containsExactlyInAnyOrder("user.a", "user.b");
      assertThat(held.attribute("other.namespace")).isNull();
    }
    String tree = tree();
    assertThat(tree).startsWith("d/ user.a=\"1\\x00\\xff\" user.b=\"bbb");
  }

  @Test
  void theBeginningIsReadWithoutChangingWhenItWasRead() throws IOException {
    build("f @10d a@20d \"0123456789\"\n");
    try (Inode held = find("/f")) {
      assertThat(held.peek(4)).isEqualTo(Bytes.latin1("0123"));
      assertThat(held.peek(100)).isEqualTo(Bytes.latin1("0123456789"));
    }
    assertThat(tree()).isEqualTo("f @10d a@20d \"0123456789\"\n");
  }

  @Test
  void whatIsFoundOnAMountIsReachedByNoLinkAndIsOnNoOtherMount() throws IOException {
    build("d/\nd/f \"x\"\nl => d\n");
    try (Root root = root();
        Directory top = root.openForReading();
        Inode found = top.findOnThisMount(BytePath.of("d/f"));
        Directory system = Directory.openAmbient(BytePath.ROOT)) {
      assertThat(found).isNotNull();
      assertThat(top.findOnThisMount(BytePath.of("d/none"))).isNull();
      assertThat(top.findOnThisMount(BytePath.of("d/f/x"))).isNull();
      assertThatThrownBy(() -> top.findOnThisMount(BytePath.of("l/f")))
          .hasMessageContaining("Too many levels of symbolic links");
      for (String path : new String[] {"../x", "proc/self"}) {
        Directory start = path.startsWith("proc") ? system : top;
        assertThatThrownBy(() -> start.findOnThisMount(BytePath.of(path)))
            .hasMessageContaining("Invalid cross-device link");
      }
    }
  }

  @Test
  void contentIsReadUpToALimit() throws IOException {
    build("f \"0123456789\"\nempty\n");
    try (Root root = root();
        Directory parent = root.parentOf(BytePath.of("/f"))) {
      for (int limit : new int[] {10, 11, 5000}) {
        try (OpenFile file = parent.openFile(Name.of("f"))) {
          assertThat(file.readAll(limit)).isEqualTo(Bytes.latin1("0123456789"));
        }
      }
      for (int limit : new int[] {9, 1, 0}) {
        try (OpenFile file = parent.openFile(Name.of("f"))) {
          assertThatThrownBy(() -> file.readAll(limit)).hasMessageContaining("File too large");
        }
      }
      try (OpenFile file = parent.openFile(Name.of("empty"))) {
        assertThat(file.readAll(0)).isEqualTo(Bytes.EMPTY);
      }
    }
  }

  @Test
  void contentOfUnknownSizeIsReadCompletely() throws IOException {
    try (Directory proc = Directory.openAmbient(BytePath.of("/proc/self"));
        OpenFile file = proc.openFile(Name.of("maps"))) {
      assertThat(file.stat().size()).isZero();
      assertThat(file.readAll(10_000_000).length()).isGreaterThan(5000);
    }
  }

  @Test
  void largeContentIsWrittenAndCopiedCompletely() throws IOException {
    build("d/\n");
    byte[] big = new byte[300_000];
    new java.util.Random(1).nextBytes(big);
    try (Directory d = directory("d");
        OpenFile one = d.createFile(Name.of("one"), 0600);
        OpenFile two = d.createFile(Name.of("two"), 0600)) {
      one.write(Bytes.of(big));
      try (OpenFile again = d.openFile(Name.of("one"))) {
        two.copyFrom(again);
      }
      two.truncate(250_000);
    }
    assertThat(Files.readAllBytes(path("d/one"))).isEqualTo(big);
    assertThat(Files.readAllBytes(path("d/two"))).isEqualTo(java.util.Arrays.copyOf(big, 250_000));
  }

  @Test
  void onlyADirectoryOpensAsADirectory() throws IOException {
    build("f\nl => d\nd/\n");
    for (String name : new String[] {"/f", "/l"}) {
      Inode held = find(name);
      assertThatThrownBy(() -> Directory.of(held)).hasMessageContaining("Not a directory");
    }
    try (Root root = root();
        Directory top = root.parentOf(BytePath.of("/f"))) {
      for (String name : new String[] {"f", "l"}) {
        assertThatThrownBy(() -> top.open(Name.of(name))).hasMessageEndingWith("Not a directory");
        assertThatThrownBy(() -> top.openForReading(Name.of(name)))
            .hasMessageEndingWith("Not a directory");
      }
    }
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void openingAFifoWithoutAWriterDoesNotBlock() throws IOException {
    build("p|\n");
    try (Root root = root();
        Directory top = root.parentOf(BytePath.of("/p"));
        OpenFile fifo = top.openFile(Name.of("p"))) {
      assertThat(fifo.stat().type()).isEqualTo(FileType.FIFO);
      assertThat(fifo.readAll(10)).isEqualTo(Bytes.EMPTY);
      try (Inode held = find("/p")) {
        assertThat(held.stat().type()).isEqualTo(FileType.FIFO);
      }
    }
  }

  @Test
  void onlyOneHandleHoldsALock() throws IOException {
    build("d/\n");
    try (Directory one = directory("d");
        Directory two = directory("d")) {
      assertThat(one.tryLock()).isTrue();
      assertThat(two.tryLock()).isFalse();
      assertThat(one.tryLock()).isTrue();
    }
    try (Directory three = directory("d")) {
      assertThat(three.tryLock()).isTrue();
    }
  }

  @Test
  void virtualThreadsThatWaitForALockHoldNoCarrier() throws Exception {
    build("d/\n");
    List<Thread> waiting = new ArrayList<>();
    try (Directory d = directory("d")) {
      try (Directory cleaner = d.reopenForReading()) {
        assertThat(cleaner.tryLock()).isTrue();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
          waiting.add(Thread.ofVirtual().start(() -> lockAndClose(d)));
        }
        Thread other = Thread.ofVirtual().start(() -> {});
        assertThat(other.join(Duration.ofSeconds(20))).as("another virtual thread runs").isTrue();
        assertThat(waiting).allMatch(Thread::isAlive);
      }
      for (Thread each : waiting) {
        each.join();
      }
    }
  }

  private static void lockAndClose(Directory directory) {
    try (Directory locked = directory.reopenForReading()) {
      locked.lockShared();
    } catch (SystemCallException e) {
      throw new AssertionError(e);
    }
  }
}
