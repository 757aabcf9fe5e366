// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.linux.errno.Feature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.stream.Stream;

/** Works with as many descriptors as there are, from none at all to enough: run with few. */
final class DescriptorProbe {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final int ENOUGH = 40;

  private DescriptorProbe() {}

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] args) throws IOException {
    Path top = Path.of(args[0]);
    BytePath shared = BytePath.of(top.toString());
    loadWhatTellsOfFailures(top.resolve("none"));
    try (RuntimeDirectory directory =
        RuntimeDirectory.open(Place.at(top.resolve("run"), Purpose.RUNTIME, "shop"))) {
      tell("offer", () -> Rendezvous.offer(shared, "0").close());
      tell(
          "create",
          () -> {
            directory.createFile("f").close();
            Files.delete(directory.path().resolve("f"));
          });
      Place place = Place.at(top, Purpose.TEMPORARY, "shop");
      tell("named", () -> TemporaryFile.named(place).close());
      tell("directory", () -> TemporaryDirectory.create(place).close());
      tell("publish", () -> TemporaryFile.publishAs(place, "target").close());
    }
    try (Stream<Path> left = Files.list(top)) {
      System.out.println("left: " + left.map(Path::getFileName).toList());
    }
  }

  private static void loadWhatTellsOfFailures(Path missing) {
    try {
      Objects.requireNonNull(Feature.SOCKET_DIAGNOSIS);
      Connection.connect(missing).close();
    } catch (IOException e) {
      // As it should be; classes need descriptors, too.
    }
  }

  private static void tell(String what, Work work) throws IOException {
    work.run();
    long before = open();
    Deque<FileChannel> others = new ArrayDeque<>();
    fill(others);
    int worked = 0;
    boolean taken = false;
    for (int free = 0; free < ENOUGH; free++) {
      try {
        work.run();
        worked++;
      } catch (FileAlreadyExistsException e) {
        taken = true;
      } catch (IOException e) {
        // Too few are free.
      }
      others.removeLast().close();
    }
    while (!others.isEmpty()) {
      others.removeLast().close();
    }
    String left = open() == before ? "nothing" : "descriptors";
    System.out.println(
        what
            + (worked > 0 ? " works, leaves " : " never works, leaves ")
            + (taken ? "a file" : left));
  }

  private static void fill(Deque<FileChannel> others) {
    try {
      while (true) {
        others.add(FileChannel.open(Path.of("/dev/null")));
      }
    } catch (IOException e) {
      // As many as there are.
    }
  }

  private static long open() throws IOException {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }
}
