// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.InstanceLock.Owner;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.BootId;
import io.ephemera.process.KernelLocks;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.RunningProcess;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock.
 *
 * <p>Two witnesses: the kernel's list, which names a process of this pid namespace or of one below
 * it, and what the holder wrote into the file. The latter outlives a killed holder, so it counts
 * only where its writer provably lives: its mark is locked ({@link HolderNote#mark}), or the kernel
 * names the same process.
 */
final class OwnerSearch {
  private static final int LONGEST_NOTE = 4096;

  private final long holder;
  private final @Nullable RunningProcess running;
  private final long namespace;
  private final String boot;

  private OwnerSearch(long holder) throws SystemCallException {
    this.holder = holder;
    this.running = RunningProcess.find(holder);
    this.namespace = PidNamespace.own();
    this.boot = BootId.read();
  }

  /**
   * Who holds the exclusive BSD lock on a file.
   *
   * @param file a descriptor of its own, not the one that is locked
   */
  static Owner of(OpenFile file) {
    try {
      Bytes text = file.read(0, LONGEST_NOTE);
      HolderNote note = HolderNote.parse(text);
      boolean signed = note != null && file.isByteLocked(HolderNote.mark(text));
      OwnerSearch search = new OwnerSearch(KernelLocks.holder(file));
      return note == null ? search.byKernel() : search.by(note, signed);
    } catch (SystemCallException e) {
      return Owner.UNKNOWN; // without /proc nothing can be known
    }
  }

  private Owner by(HolderNote note, boolean signed) {
    if (holder == 0 && !isOfOurs(note)) {
      return signed ? owner(note, note.pid(), note.namespace(), true) : Owner.UNKNOWN;
    }
    RunningProcess writer = holder == 0 ? RunningProcess.find(note.pid()) : running;
    if (writer == null) {
      return Owner.UNKNOWN; // it ended a moment ago, or left its descriptor to a child
    }
    boolean wrote = writer.start() == note.start() && writer.innermostPid() == note.pid();
    if (!wrote || !(signed || holder != 0)) {
      return byKernel();
    }
    return note.namespace() == namespace
        ? owner(note, note.pid(), namespace, false)
        : owner(note, writer.pid(), namespace, false);
  }

  /** Whether a note's numbers are those of this pid namespace in this boot. */
  private boolean isOfOurs(HolderNote note) {
    return note.namespace() == namespace && note.boot().equals(boot);
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

  private Owner owner(HolderNote note, long pid, long pidNamespace, boolean hearsay) {
    return new Owner(
        OptionalLong.of(pid),
        OptionalLong.of(pidNamespace),
        Optional.<Instant>of(note.since()),
        Optional.of(note.command().toString()),
        Optional.of(note.boot()),
        pidNamespace == namespace && pid == ProcessHandle.current().pid(),
        hearsay);
  }
}
