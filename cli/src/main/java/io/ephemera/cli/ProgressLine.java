// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.process.CurrentProcess;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.Locale;

/**
 * How far a long run has come, as one line on the terminal that is written over and over. Nothing
 * is shown of a run that takes less than a second, nor where standard error is no terminal.
 *
 * <p>A thread of its own writes; {@link Output} keeps it and other talk apart.
 */
final class ProgressLine implements AutoCloseable {
  private static final long FIRST = 1000;
  private static final long AGAIN = 200;
  private static final long SECOND = 1_000_000_000;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private final Output output;
  private final Progress progress;
  private final Thread thread = new Thread(this::show, "progress");

  private ProgressLine(Output output, Progress progress) {
    this.output = output;
    this.progress = progress;
  }

  /** Begins to show, when anybody looks. */
  static ProgressLine of(Output output, Progress progress) {
    ProgressLine line = new ProgressLine(output, progress);
    if (CurrentProcess.talksToTerminal()) {
      line.thread.setDaemon(true);
      line.thread.start();
    }
    return line;
  }

  private void show() {
    try {
      Thread.sleep(FIRST);
      while (!Thread.currentThread().isInterrupted()) {
        output.status(line(progress.snapshot()));
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is shown of a run. */
  static String line(Progress.Snapshot count) {
    StringBuilder line =
        new StringBuilder()
            .append(grouped(count.seen()))
            .append(" seen, ")
            .append(grouped(count.removed()))
            .append(" removed, ")
            .append(bytes(count.freed()))
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

  private static String bytes(long number) {
    double value = number;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? number + " B" : String.format(Locale.ROOT, "%.1f ", value) + UNITS[unit];
  }

  private static String time(long nanos) {
    long seconds = nanos / SECOND;
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** Ends with what was reached, if anything was shown. */
  @Override
  public void close() {
    thread.interrupt();
    output.endStatus(() -> line(progress.snapshot()));
  }
}
