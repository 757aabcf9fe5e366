// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.InstanceLock;
import io.ephemera.PidFile;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import io.ephemera.Sweeper;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs many processes that are killed while they use the library, several at a time. */
final class Crash {
  private static final int AT_ONCE = 10;
  private static final int MOST_STEPS = 120;
  private static final int MOST_NANOS = 2_000_000;
  private static final int SIGKILL_STATUS = 128 + 9;

  private final Path top;
  private final AtomicInteger left;
  private volatile boolean reading = true;
  private final Count count = new Count();

  /** The counts. */
  static final class Count {
    int killed;
    int endedByThemselves;
    long reads;
    int halfFiles;
    int swept;
    int stuckLocks;
    String leftOver = "";

    boolean isRight() {
      return endedByThemselves + halfFiles + stuckLocks == 0 && leftOver.isEmpty();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d | %d | %,d | %d | %,d | %d | %s",
          killed,
          endedByThemselves,
          reads,
          halfFiles,
          swept,
          stuckLocks,
          leftOver.isEmpty() ? "nothing" : leftOver.strip().replace("\n", ", "));
    }
  }

  private Crash(Path top, int processes) {
    this.top = top;
    this.left = new AtomicInteger(processes);
  }

  static Count of(int processes) throws Exception {
    try (TestFolder folder = TestFolder.with("own/ 0700\nown/tmp/ 0700\n")) {
      return new Crash(folder.path().resolve("own"), processes).run();
    }
  }

  private Count run() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> reader = threads.submit(() -> readAllTheTime());
      List<Future<?>> killers = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        killers.add(threads.submit(() -> startAndKill()));
      }
      try {
        for (Future<?> killer : killers) {
          Object ignored = killer.get();
        }
      } finally {
        reading = false;
      }
      Object ignored = reader.get();
    }
    startAnew();
    return count;
  }

  private Void startAndKill() throws IOException, InterruptedException {
    JavaProgram program =
        JavaProgram.of(
            Casualty.class,
            "io.ephemera.Place",
            "io.ephemera.fs.Name",
            "io.ephemera.process.Users",
            "io.ephemera.linux.Fd");
    int number;
    while ((number = left.getAndDecrement()) > 0) {
      Process process =
          new ProcessBuilder(program.command(top.toString(), "" + number))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      waitForSomeStep(process.getInputStream());
      boolean ignored = process.toHandle().destroyForcibly();
      boolean killed = process.waitFor() == SIGKILL_STATUS;
      synchronized (count) {
        count.killed += killed ? 1 : 0;
        count.endedByThemselves += killed ? 0 : 1;
      }
    }
    return null;
  }

  /** A random step, and a random moment in it. */
  private static void waitForSomeStep(InputStream steps) throws IOException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int step = random.nextInt(MOST_STEPS);
    int read;
    do {
      read = steps.read();
    } while (read >= 0 && step-- > 0);
    long moment = System.nanoTime() + random.nextInt(MOST_NANOS);
    while (System.nanoTime() - moment < 0) {
      Thread.onSpinWait();
    }
  }

  private Void readAllTheTime() throws IOException {
    long reads = 0;
    int half = 0;
    while (reading) {
      for (String name : List.of("state", "published", "pid")) {
        String content = content(top.resolve("run").resolve(name));
        if (content != null) {
          reads++;
          half += isWhole(name, content) ? 0 : 1;
        }
      }
    }
    count.reads = reads;
    count.halfFiles = half;
    return null;
  }

  private static @Nullable String content(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean isWhole(String name, String content) {
    return name.equals("pid") ? content.matches("[1-9][0-9]*\n") : Casualty.isWhole(content);
  }

  /** As the next start does: sweeps, and takes everything over. */
  private void startAnew() throws IOException {
    for (String directory : List.of("run", "tmp")) {
      Sweeper.Result sweep = Sweeper.sweep(top.resolve(directory), Casualty.APPLICATION);
      count.swept += sweep.removed().size();
      count.leftOver += sweep.held().isEmpty() ? "" : "held: " + sweep.held() + "\n";
      count.leftOver += sweep.failed().isEmpty() ? "" : "failed: " + sweep.failed() + "\n";
    }
    count.leftOver += unexpected(Tree.describe(top.resolve("run")));
    takeOver(RuntimeDirectory.open(Casualty.runtime(top)));
    takeOver(RuntimeDirectory.open(Casualty.brief(top)));
    count.leftOver += Tree.describe(top).replace("tmp/ 0700\n", "");
  }

  /** All names but those that the next start reuses. */
  private static String unexpected(String tree) {
    StringBuilder unexpected = new StringBuilder();
    tree.lines()
        .filter(line -> !line.matches("(lock|pid|state|published|socket=|socket.lock)( .*)?"))
        .forEach(line -> unexpected.append(line).append('\n'));
    return unexpected.toString();
  }

  private void takeOver(RuntimeDirectory opened) throws IOException {
    try (RuntimeDirectory directory = opened.removeOnClose()) {
      switch (directory.tryLock("lock")) {
        case InstanceLock.Busy busy -> count.stuckLocks++;
        case InstanceLock.Held held -> {
          try (InstanceLock lock = held.lock();
              PidFile pidFile = directory.writePidFile("pid", lock);
              RuntimeSocket socket = RuntimeSocket.listen(directory, "socket")) {
            boolean right =
                PidFile.read(pidFile.path()) instanceof PidFile.Running
                    && Contender.reached(directory.path()) == ProcessHandle.current().pid()
                    && socket.isOpen();
            count.stuckLocks += right ? 0 : 1;
          }
        }
      }
    }
  }
}
