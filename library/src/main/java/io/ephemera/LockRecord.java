// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.BootId;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.RunningProcess;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the holder of a lock writes into the lock file, for other processes that try to take it.
 *
 * @param pid the holder's process id in its own pid namespace
 * @param namespace the inode number of that namespace, pid_namespaces(7)
 * @param start when the process started, in clock ticks since the boot
 * @param since when it took the lock
 * @param boot the boot id, {@code /proc/sys/kernel/random/boot_id}
 * @param command the command line
 */
record LockRecord(long pid, long namespace, long start, Instant since, String boot, Bytes command) {
  private static final int LONGEST = 4096;

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * The record of this process.
   *
   * @throws SystemCallException if /proc cannot be read
   */
  static LockRecord ofThisProcess() throws SystemCallException {
    RunningProcess self = RunningProcess.self();
    if (self == null) {
      throw new IllegalStateException("/proc/self/stat cannot be read");
    }
    return new LockRecord(
        CurrentProcess.pid(),
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

  /** The record with these bytes; null if they are not a complete record. */
  static @Nullable LockRecord parse(Bytes bytes) {
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
      return new LockRecord(
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
   * A number computed from these bytes, their FNV-1a hash. The process that wrote them locks the
   * byte at this offset of the file, which shows in every pid namespace whether it still lives.
   */
  static long mark(Bytes bytes) {
    long hash = FNV_BASIS;
    for (int i = 0; i < bytes.length(); i++) {
      hash = (hash ^ (bytes.at(i) & 0xff)) * FNV_PRIME;
    }
    return hash >>> 2;
  }
}
