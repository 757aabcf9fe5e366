// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.Native.Scratch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private static final int LITTLE = 20 * 1024;

  @Test
  void aThreadKeepsItsMemory() {
    assertThat(Scratch.mine()).isSameAs(Scratch.mine());
    assertThat(Scratch.mine().memory.capacity()).isEqualTo(Scratch.DATA + Scratch.DATA_SIZE);
  }

  /** There may be many thousands of virtual threads, and each keeps its memory until it ends. */
  @Test
  void aVirtualThreadUsesLittleMemory() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> taken = threads.submit(() -> Scratch.mine().memory.capacity());

      assertThat(taken.get()).isLessThan(LITTLE);
    }
  }

  @Test
  void callsOfAVirtualThreadTransferDataInPieces() throws Exception {
    byte[] much = new byte[3 * Scratch.DATA_SIZE];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        Fd zero = open("/dev/zero");
        Fd nothing = open("/dev/null")) {
      Future<Integer> read = threads.submit(() -> Io.read(zero, much, 0, much.length));
      Future<Integer> written = threads.submit(() -> Io.write(nothing, much, 0, much.length));

      assertThat(read.get()).isBetween(1, LITTLE);
      assertThat(written.get()).isBetween(1, LITTLE);
    }
  }

  private static Fd open(String path) {
    byte[] name = path.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int opened = At.openat(Fd.CWD, name, Constants.O_RDWR, 0);
    assertThat(opened).isNotNegative();
    return new Fd(opened);
  }
}
