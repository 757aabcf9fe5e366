// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How soon a virtual thread runs while many others wait to read from idle connections. */
public final class IdleConnections {
  private static final int SAMPLES = 50;

  private IdleConnections() {}

  /**
   * The program.
   *
   * @param arguments {@code ours} or {@code jdk}, the number of connections, whose ends are all in
   *     this process, and a directory
   */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    Path directory = Path.of(arguments[2]).resolve("idle");
    List<ByteChannel> ends = new ArrayList<>();
    List<Thread> waiting = new ArrayList<>();
    try (Sockets server =
        arguments[0].equals("jdk") ? Sockets.jdk(directory) : Sockets.ours(directory)) {
      for (int i = 0; i < count; i++) {
        ends.add(server.connect());
        ByteChannel end = server.accept();
        ends.add(end);
        waiting.add(Thread.ofVirtual().start(() -> readToTheEnd(end)));
      }
      while (!waiting.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      long[] nanos = new long[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        long start = System.nanoTime();
        Thread.ofVirtual().start(() -> {}).join();
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      System.out.printf(
          "%s: %d idle connections, another virtual thread ran after %d us (at most %d us)%n",
          arguments[0], count, nanos[SAMPLES / 2] / 1000, nanos[SAMPLES - 1] / 1000);
      for (ByteChannel each : ends) {
        each.close();
      }
      for (Thread each : waiting) {
        each.join();
      }
    }
  }

  private static void readToTheEnd(ByteChannel end) {
    try {
      end.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      // closed by this process
    }
  }
}
