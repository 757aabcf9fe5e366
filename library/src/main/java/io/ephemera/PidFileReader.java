// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.RunningProcess;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Reads and judges pid files: trusting a wrong one means to signal a wrong process. */
final class PidFileReader {
  private static final int LONGEST = 64;

  /** The kernel's limit is 2<sup>22</sup>, proc_sys_kernel(5). */
  private static final int MOST_DIGITS = 9;

  /** The time of the boot, to which a start time is relative, is known to the second. */
  private static final int SLACK_SECONDS = 2;

  private PidFileReader() {}

  static PidFile.Content read(BytePath path) throws IOException {
    try (Root root = Root.host();
        Directory parent = root.parentFor(new Survey(Caller.ofProcess()), path)) {
      return read(parent, Objects.requireNonNull(path.name()));
    } catch (UnsafePathException e) {
      return new PidFile.Foreign(String.valueOf(e.getMessage()));
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return new PidFile.None();
      }
      throw ExceptionTranslator.translate(e, path);
    }
  }

  private static PidFile.Content read(Directory parent, Name name) throws SystemCallException {
    Stat named = parent.stat(name);
    if (!named.isRegular()) {
      return new PidFile.Foreign("is not a file but a " + named.type().text());
    }
    try (OpenFile file = parent.openFile(name)) {
      Stat stat = file.stat();
      if (!stat.isRegular() || !stat.belongsToRootOrUs()) {
        return new PidFile.Foreign(
            "belongs to user "
                + Integer.toUnsignedString(stat.uid())
                + ", who could name any process in it");
      }
      Access access = AccessJudge.ofProcess().writing(file, stat);
      if (!access.isExclusive()) {
        return new PidFile.Foreign(access.how() + ", who could name any process in it");
      }
      Bytes content = file.read(0, LONGEST + 1);
      long pid = content.length() > LONGEST ? 0 : number(content.latin1());
      return pid > 0 ? judge(pid, stat) : new PidFile.Foreign(description(content));
    }
  }

  private static long number(String content) {
    String text = content.strip();
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? Long.parseLong(text) : 0;
  }

  private static String description(Bytes content) {
    return content.isEmpty()
        ? "is empty"
        : "contains \"" + content + "\", which is not a process id";
  }

  private static PidFile.Content judge(long pid, Stat stat) {
    return switch (RunningProcess.look(pid)) {
      case RunningProcess.Seen seen -> judge(pid, seen.process(), stat);
      case RunningProcess.Hidden hidden -> new PidFile.Hidden(pid);
      case RunningProcess.Ended ended ->
          new PidFile.Stale(pid, "no process with this id is running");
    };
  }

  private static PidFile.Content judge(long pid, RunningProcess process, Stat stat) {
    Optional<Instant> started = process.started();
    if (started.isPresent() && started.get().isAfter(writtenAt(stat))) {
      return new PidFile.Stale(
          pid,
          "process " + pid + " (" + process.command() + ") started after the file was written");
    }
    return new PidFile.Running(pid, process.command().toString());
  }

  private static Instant writtenAt(Stat stat) {
    return Instant.EPOCH
        .plus(stat.modificationTime(), ChronoUnit.MICROS)
        .plusSeconds(SLACK_SECONDS);
  }
}
