// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.InstanceLock;
import io.ephemera.PendingFile;
import io.ephemera.PidFile;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import io.ephemera.TemporaryDirectory;
import io.ephemera.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A program that uses the whole library, over and over, until {@link Crash} kills it. It writes a
 * byte before each step.
 */
final class Casualty {
  static final String APPLICATION = "crash";
  private static final int MOST = 64 * 1024;

  private final Path top;
  private final Random random;

  private Casualty(Path top, long seed) {
    this.top = top;
    this.random = new Random(seed);
  }

  public static void main(String[] arguments) throws Exception {
    Casualty casualty = new Casualty(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    while (true) {
      casualty.useRuntimeDirectory();
      casualty.useTemporaryFiles();
      casualty.useDirectoryThatGoes();
    }
  }

  private static void step() {
    System.out.write('.');
    System.out.flush();
  }

  static Place runtime(Path top) {
    return Place.at(top.resolve("run"), Purpose.RUNTIME, APPLICATION);
  }

  static Place brief(Path top) {
    return Place.at(top.resolve("brief"), Purpose.RUNTIME, APPLICATION);
  }

  static Place temporary(Path top) {
    return Place.at(top.resolve("tmp"), Purpose.TEMPORARY, APPLICATION);
  }

  private void useRuntimeDirectory() throws IOException {
    step();
    try (RuntimeDirectory directory = RuntimeDirectory.open(runtime(top))) {
      step();
      if (directory.tryLock("lock") instanceof InstanceLock.Held held) {
        try (InstanceLock lock = held.lock()) {
          serve(directory, lock);
        }
      }
      publish();
    }
  }

  private void serve(RuntimeDirectory directory, InstanceLock lock) throws IOException {
    step();
    try (PidFile pidFile = directory.writePidFile("pid", lock)) {
      step();
      directory.writeFile("state", content());
      step();
      try (RuntimeSocket socket = RuntimeSocket.listen(directory, "socket")) {
        step();
        directory.writeFile("state", content());
        step();
        if (pidFile.path().equals(socket.path().orElseThrow())) {
          throw new IllegalStateException();
        }
      }
      step();
    }
    step();
  }

  private void publish() throws IOException {
    step();
    try (PendingFile pending = TemporaryFile.replacing(runtime(top), "published")) {
      byte[] content = content();
      int half = content.length / 2;
      write(pending, ByteBuffer.wrap(content, 0, half));
      step();
      write(pending, ByteBuffer.wrap(content, half, content.length - half));
      step();
      pending.publish();
    }
  }

  private static void write(PendingFile pending, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      int ignored = pending.channel().write(content);
    }
  }

  /** Content of random length that shows whether it is complete. */
  private byte[] content() {
    int length = 1 + random.nextInt(MOST);
    byte[] letters = new byte[length];
    Arrays.fill(letters, (byte) ('a' + random.nextInt(26)));
    String text = new String(letters, StandardCharsets.US_ASCII) + "\n" + length + "\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a file that such a process wrote is complete. */
  static boolean isWhole(String content) {
    int letters = content.indexOf('\n');
    if (letters < 1 || !content.substring(letters).equals("\n" + letters + "\n")) {
      return false;
    }
    return content.substring(0, letters).chars().allMatch(c -> c == content.charAt(0));
  }

  private void useTemporaryFiles() throws IOException {
    step();
    try (TemporaryFile named = TemporaryFile.named(temporary(top))) {
      step();
      int ignored = named.channel().write(ByteBuffer.wrap(content()));
      step();
      try (TemporaryFile unnamed = TemporaryFile.unnamed(temporary(top))) {
        step();
        ignored = unnamed.channel().write(ByteBuffer.wrap(content()));
      }
    }
    step();
    try (TemporaryDirectory directory = TemporaryDirectory.create(temporary(top))) {
      step();
      Path below = Files.createDirectories(directory.path().resolve("a/b"));
      Path ignored = Files.write(below.resolve("f"), content());
      step();
    }
  }

  private void useDirectoryThatGoes() throws IOException {
    step();
    try (RuntimeDirectory directory = RuntimeDirectory.open(brief(top)).removeOnClose()) {
      step();
      if (directory.tryLock("lock") instanceof InstanceLock.Held held) {
        held.lock().close();
      }
      step();
    }
  }
}
