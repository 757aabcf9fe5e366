// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.HostProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks what is at a path for other processes. A child process looks, {@link ForeignRoot}: where a
 * file system does not answer, it is left behind, and its end is not waited for.
 */
final class ForeignRoots {
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int MOST_ASKED = 500;

  private final List<String> command;
  private final Duration limit;

  /**
   * Asks by a program.
   *
   * @param command runs {@link ForeignRoot#answer}; empty if there is none
   * @param limit for all answers together
   */
  ForeignRoots(List<String> command, Duration limit) {
    this.command = command;
    this.limit = limit;
  }

  /** By this program. */
  static ForeignRoots ofThisProgram() {
    return new ForeignRoots(OwnProgram.withWord(ForeignRoot.WORD), LIMIT);
  }

  /** What each process finds at a path, by its number. */
  Map<Integer, ForeignEntry> ask(BytePath path, List<HostProcess> processes) {
    List<HostProcess> asked = processes.subList(0, Math.min(processes.size(), MOST_ASKED));
    Map<Integer, ForeignEntry> answers = new HashMap<>();
    boolean started = !asked.isEmpty() && !command.isEmpty() && ask(path, asked, answers);
    ForeignEntry.Reason missing =
        started ? ForeignEntry.Reason.NO_ANSWER : ForeignEntry.Reason.FAILED;
    for (HostProcess process : processes) {
      answers.putIfAbsent(process.pid(), new ForeignEntry.Unseen(missing));
    }
    return answers;
  }

  private boolean ask(
      BytePath path, List<HostProcess> processes, Map<Integer, ForeignEntry> answers) {
    long end = System.nanoTime() + limit.toNanos();
    ProcessBuilder builder = new ProcessBuilder(command).directory(new java.io.File("/"));
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process child = builder.start();
      try {
        BlockingQueue<String> lines = readLines(child.getInputStream());
        write(child.getOutputStream(), path, processes);
        collect(lines, end, answers);
      } finally {
        Process ignored = child.destroyForcibly(); // its end may never come
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void write(OutputStream questions, BytePath path, List<HostProcess> processes)
      throws IOException {
    StringBuilder text = new StringBuilder(path.latin1()).append('\0');
    for (HostProcess process : processes) {
      text.append(process.pid()).append(' ').append(process.start()).append('\0');
    }
    try (questions) {
      questions.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** The lines as they come; {@link ForeignEntryText#END} after the last. */
  private static BlockingQueue<String> readLines(InputStream answers) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader text =
                  new BufferedReader(new InputStreamReader(answers, StandardCharsets.US_ASCII))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                  lines.add(line);
                }
              } catch (IOException e) {
                // as at the end
              }
              lines.add(ForeignEntryText.END);
            },
            "answers");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static void collect(
      BlockingQueue<String> lines, long end, Map<Integer, ForeignEntry> answers) {
    try {
      @Nullable String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      while (line != null && !line.equals(ForeignEntryText.END)) {
        ForeignEntryText.Answer answer = ForeignEntryText.parse(line);
        if (answer != null) {
          answers.put(answer.pid(), answer.entry());
        }
        line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
