// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.LiveSockets;
import io.ephemera.process.Liveness;
import io.ephemera.process.RunningProcess;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes what an earlier run left in a runtime directory and would hinder the next one: sockets
 * that are certainly bound by no process, and pid files that name no living process. Nothing else,
 * and nothing in directories below.
 */
public final class CleanBefore {
  private static final String PID_SUFFIX = ".pid";
  private static final int LONGEST_PID = 16;

  /** The time of the boot, to which a start time is relative, is known to the second. */
  private static final int SLACK_SECONDS = 2;

  private final LiveSockets sockets = new LiveSockets(new KernelFiles());
  private final Consumer<BytePath> removed;

  /**
   * A cleaner.
   *
   * @param removed gets the path of everything that was removed
   */
  public CleanBefore(Consumer<BytePath> removed) {
    this.removed = removed;
  }

  /**
   * Cleans a directory.
   *
   * @throws IOException if it cannot be read, or something in it cannot be removed
   */
  public void clean(BytePath path) throws IOException {
    try (Root root = Root.host();
        Inode found = root.follow(path);
        Directory directory = found.listable()) {
      BytePath real = directory.realPath();
      for (Name name : names(directory)) {
        Stat stat = directory.statIfExists(name);
        if (stat != null && isStale(directory, name, real.child(name), stat)) {
          directory.remove(name);
          removed.accept(path.child(name));
        }
      }
    }
  }

  private static List<Name> names(Directory directory) throws IOException {
    List<Name> names = new ArrayList<>();
    DirectoryStream entries = directory.entries();
    for (Name name = entries.next(); name != null; name = entries.next()) {
      names.add(name);
    }
    return names;
  }

  private boolean isStale(Directory directory, Name name, BytePath path, Stat stat)
      throws IOException {
    if (stat.type() == FileType.SOCKET) {
      return sockets.of(path, stat) == Liveness.DEAD;
    }
    return stat.isRegular()
        && name.bytes().latin1().endsWith(PID_SUFFIX)
        && isStalePidFile(directory, name);
  }

  private static boolean isStalePidFile(Directory directory, Name name) throws IOException {
    try (OpenFile file = directory.openFile(name)) {
      Stat stat = file.stat();
      long pid = stat.isRegular() ? number(file.read(0, LONGEST_PID + 1)) : 0;
      return pid > 0 && hasEnded(pid, stat);
    }
  }

  /** The number that is all of the content; 0 if it is anything else. */
  private static long number(Bytes content) {
    String text = content.latin1().strip();
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }

  /** Whether no process has the number, or one that started after the file was written. */
  private static boolean hasEnded(long pid, Stat file) {
    return switch (RunningProcess.look(pid)) {
      case RunningProcess.Ended ended -> true;
      case RunningProcess.Hidden hidden -> false;
      case RunningProcess.Seen seen ->
          seen.process().started().map(start -> start.isAfter(writtenAt(file))).orElse(false);
    };
  }

  private static Instant writtenAt(Stat file) {
    return Instant.EPOCH
        .plus(file.modificationTime(), ChronoUnit.MICROS)
        .plusSeconds(SLACK_SECONDS);
  }
}
