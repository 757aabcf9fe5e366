// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.PidText;
import io.ephemera.process.RunningProcess;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which process a pid file names.
 *
 * @param pid the number in it
 * @param state what is known of that process
 * @param command its command line; null if it is not seen
 */
public record PidFile(long pid, State state, @Nullable Bytes command) {
  /** The kernel tells the time of the boot, to which starts are relative, in whole seconds. */
  private static final long TOLERANCE = 2_000_000;

  /** What is known of a process by its number. */
  public enum State {
    /** It runs, and did so before the file was written. */
    RUNS("running since before the file was written"),
    /** The number belongs to a process that started later: the file is stale. */
    STARTED_LATER("which started after the file was written: stale"),
    /** No process has the number: the file is stale. */
    ENDED("which does not run: stale"),
    /** There is a process with the number; when it started is not known. */
    UNKNOWN("a process that cannot be seen");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** In words that follow the number. */
    public String text() {
      return text;
    }
  }

  /**
   * What a file says; null if its name does not end with {@code .pid}, or its content is no number.
   *
   * <p>Safety: a symbolic link is not followed, and nothing but a small regular file is opened.
   *
   * @throws IOException if it cannot be read
   */
  static @Nullable PidFile read(Root root, BytePath path) throws IOException {
    Name name = path.name();
    if (name == null || !name.bytes().latin1().endsWith(PidText.ENDING)) {
      return null;
    }
    try (Inode held = root.lookUnguarded(path, false)) {
      OptionalLong pid = held == null ? OptionalLong.empty() : PidText.read(held);
      return held == null || pid.isEmpty()
          ? null
          : of(pid.getAsLong(), held.stat().modificationTime());
    }
  }

  private static PidFile of(long pid, long written) {
    return switch (RunningProcess.look(pid)) {
      case RunningProcess.Ended() -> new PidFile(pid, State.ENDED, null);
      case RunningProcess.Hidden() -> new PidFile(pid, State.UNKNOWN, null);
      case RunningProcess.Seen(RunningProcess process) ->
          new PidFile(pid, state(process, written), process.command());
    };
  }

  private static State state(RunningProcess process, long written) {
    Instant started = process.started().orElse(null);
    if (started == null || written == Stat.NO_TIME) {
      return State.UNKNOWN;
    }
    long since = ChronoUnit.MICROS.between(Instant.EPOCH, started);
    return since <= written + TOLERANCE ? State.RUNS : State.STARTED_LATER;
  }
}
