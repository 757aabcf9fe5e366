// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.BootId;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.RunningProcess;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of a lock writes into the lock's file, for people and for those who come later.
 *
 * @param pid its number in its own pid namespace
 * @param namespace the inode number of that namespace, pid_namespaces(7)
 * @param start when it started, in ticks since the boot
 * @param since when it took the lock
 * @param boot the boot it lives in, {@code /proc/sys/kernel/random/boot_id}
 * @param command its command line
 */
record HolderNote(long pid, long namespace, long start, Instant since, String boot, Bytes command) {
  private static final int LONGEST = 4096;

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * What this process writes.
   *
   * @throws SystemCallException where /proc does not tell
   */
  static HolderNote ofThisProcess() throws SystemCallException {
    RunningProcess self = RunningProcess.self();
    if (self == null) {
      throw new IllegalStateException("/proc/self/stat cannot be read");
    }
    return new HolderNote(
        ProcessHandle.current().pid(),
        PidNamespace.own(),
        self.start(),
        Instant.now(),
        BootId.read(),
        self.command());
  }

  Bytes bytes() {
    return Bytes.latin1(
        ("pid=" + pid + "\npid-namespace=" + namespace + "\nstart=" + start + "\nsince=" + since)
            + ("\nboot-id=" + boot + "\ncommand=" + command.latin1() + "\n"));
  }

  /** The note with these bytes; null where they are no whole note. */
  static @Nullable HolderNote parse(Bytes bytes) {
    if (bytes.length() > LONGEST || !bytes.latin1().endsWith("\n")) {
      return null;
    }
    Map<String, String> values = new HashMap<>();
    for (String line : bytes.latin1().split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    try {
      return new HolderNote(
          number(values, "pid"),
          number(values, "pid-namespace"),
          number(values, "start"),
          Instant.parse(values.getOrDefault("since", "")),
          values.getOrDefault("boot-id", ""),
          RunningProcess.onOneLine(values.getOrDefault("command", "")));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static long number(Map<String, String> values, String key) {
    return Long.parseLong(values.getOrDefault(key, ""));
  }

  /**
   * A number that stands for these bytes, the FNV-1a hash. Their writer locks the byte at this
   * offset of the file: so it is seen from everywhere, also from another pid namespace, whether who
   * wrote them still lives.
   */
  static long mark(Bytes bytes) {
    long hash = FNV_BASIS;
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ (bytes.at(i) & 0xff)) * FNV_PRIME;
    }
    return hash >>> 2;
  }
}
