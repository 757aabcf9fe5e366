// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.Output;
import io.ephemera.fs.ByteSize;
import io.ephemera.process.CurrentProcess;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.Locale;

/**
 * The progress of a long run, as a status line on the terminal. Nothing is shown in the first
 * second, or if standard error is not a terminal.
 *
 * <p>A thread of its own prints it; {@link Output} keeps it apart from messages.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long FIRST_MILLIS = 1000;
  private static final long NEXT_MILLIS = 200;
  private static final long SECOND = 1_000_000_000;

  private final Output output;
  private final Progress progress;
  private final Thread thread = new Thread(this::show, "progress");

  private ProgressLine(Output output, Progress progress) {
    this.output = output;
    this.progress = progress;
  }

  /** Starts to show the progress if standard error is a terminal. */
  public static ProgressLine start(Output output, Progress progress) {
    ProgressLine line = new ProgressLine(output, progress);
    if (CurrentProcess.talksToTerminal()) {
      line.thread.setDaemon(true);
      line.thread.start();
    }
    return line;
  }

  private void show() {
    try {
      Thread.sleep(FIRST_MILLIS);
      while (!Thread.currentThread().isInterrupted()) {
        output.showStatus(line(progress.snapshot()));
        Thread.sleep(NEXT_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** The status line. */
  static String line(Progress.Snapshot count) {
    StringBuilder line =
        new StringBuilder()
            .append(grouped(count.seen()))
            .append(" seen, ")
            .append(grouped(count.removed()))
            .append(" removed, ")
            .append(ByteSize.format(count.freed()))
            .append(" freed, ")
            .append(grouped((long) ((double) count.seen() * SECOND / Math.max(count.nanos(), 1))))
            .append("/s, ")
            .append(time(count.nanos()));
    if (count.nanosLeft() != Throttle.UNLIMITED) {
      line.append(", at most ").append(time(count.nanosLeft())).append(" left");
    }
    return line.toString();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String time(long nanos) {
    long seconds = nanos / SECOND;
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** Replaces the status line, if there is one, by the final state. */
  @Override
  public void close() {
    thread.interrupt();
    output.endStatus(() -> line(progress.snapshot()));
  }
}
