// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.InstanceLock.Owner;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.BootId;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.KernelLocks;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.RunningProcess;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the process that holds a lock.
 *
 * <p>There are two sources: the kernel's list of locks, which names a process of this pid namespace
 * or of a descendant of it, and the {@link LockRecord} in the file. A record outlives its killed
 * writer, so it is used only if the writer provably lives: its mark is locked ({@link
 * LockRecord#mark}), or the kernel names the same process.
 */
final class OwnerLookup {
  private static final int LONGEST_RECORD = 4096;

  private final long holder;
  private final @Nullable RunningProcess running;
  private final long namespace;
  private final String boot;

  private OwnerLookup(long holder) throws SystemCallException {
    this.holder = holder;
    this.running = RunningProcess.find(holder);
    this.namespace = PidNamespace.own();
    this.boot = BootId.read();
  }

  /**
   * The process that holds the exclusive BSD lock on a file.
   *
   * @param file a descriptor other than the locked one
   */
  static Owner of(OpenFile file) {
    try {
      Bytes text = file.read(0, LONGEST_RECORD + 1); // a longer one is no record
      LockRecord written = LockRecord.parse(text);
      boolean signed = written != null && file.isByteLocked(LockRecord.mark(text));
      OwnerLookup search = new OwnerLookup(KernelLocks.holder(file));
      return written == null ? search.byKernel() : search.by(written, signed);
    } catch (SystemCallException e) {
      return Owner.UNKNOWN; // /proc cannot be read
    }
  }

  private Owner by(LockRecord written, boolean signed) {
    if (holder == 0 && !isOfOurs(written)) {
      return signed ? owner(written, written.pid(), written.namespace(), true) : Owner.UNKNOWN;
    }
    RunningProcess writer = holder == 0 ? RunningProcess.find(written.pid()) : running;
    if (writer == null) {
      return Owner.UNKNOWN; // it has just ended, or a child inherited its descriptor
    }
    boolean wrote = writer.start() == written.start() && writer.innermostPid() == written.pid();
    if (!wrote || !(signed || holder != 0)) {
      return byKernel();
    }
    return written.namespace() == namespace
        ? owner(written, written.pid(), namespace, false)
        : owner(written, writer.pid(), namespace, false);
  }

  /** Whether a record is of this pid namespace and this boot. */
  private boolean isOfOurs(LockRecord written) {
    return written.namespace() == namespace && written.boot().equals(boot);
  }

  private Owner byKernel() {
    RunningProcess self = RunningProcess.self();
    return running == null
        ? Owner.UNKNOWN
        : new Owner(
            OptionalLong.of(running.pid()),
            OptionalLong.of(namespace),
            running.started(),
            Optional.of(running.command().toString()),
            Optional.of(boot),
            self != null && self.pid() == running.pid(),
            false);
  }

  private Owner owner(LockRecord written, long pid, long pidNamespace, boolean isSelfReported) {
    return new Owner(
        OptionalLong.of(pid),
        OptionalLong.of(pidNamespace),
        Optional.<Instant>of(written.since()),
        Optional.of(written.command().toString()),
        Optional.of(written.boot()),
        pidNamespace == namespace && pid == CurrentProcess.pid(),
        isSelfReported);
  }
}
