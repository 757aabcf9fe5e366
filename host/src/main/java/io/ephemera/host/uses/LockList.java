// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.process.KernelLock;
import io.ephemera.process.KernelLocks;
import io.ephemera.process.PidNamespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's list of locks when a scan began: it says for which files the holders have to be
 * found, and which locks have none that is seen. Thread-safe.
 */
final class LockList {
  /** PROC_PID_INIT_INO of the kernel's {@code linux/proc_ns.h}, since Linux 3.8. */
  private static final long FIRST_PID_NAMESPACE = 0xeffffffcL;

  private final List<KernelLock> locks;
  private final NumberSet inodes = new NumberSet();
  private final boolean complete;

  private LockList(List<KernelLock> locks, boolean complete) {
    this.locks = locks;
    this.complete = complete;
    for (KernelLock lock : locks) {
      inodes.add(lock.inode());
    }
  }

  /** Reads it. In another pid namespace than the first, it lacks locks that were taken outside. */
  static LockList read(Gaps gaps) {
    try {
      return new LockList(KernelLocks.list(), isFirstPidNamespace());
    } catch (SystemCallException e) {
      gaps.add(Gap.Source.LOCKS, Gap.Reason.UNSUPPORTED);
      return new LockList(List.of(), false);
    }
  }

  static boolean isFirstPidNamespace() {
    try {
      return PidNamespace.own() == FIRST_PID_NAMESPACE;
    } catch (SystemCallException e) {
      return false;
    }
  }

  /** Whether there may be a lock on a file with this number. */
  boolean mayBeLocked(long inode) {
    return !complete || inodes.contains(inode);
  }

  /**
   * The locks on wanted files that none of the uses explains, and that are still held.
   *
   * @param self the number of this process, whose locks do not count
   */
  List<Found> withoutHolder(List<Found> found, Wanted wanted, int self) {
    Set<KernelLock> held = new HashSet<>();
    for (Found one : found) {
      if (one.use().detail() instanceof UseDetail.Lock lock) {
        held.add(lock.lock().withoutTaker());
      }
    }
    List<KernelLock> rest = new ArrayList<>();
    for (KernelLock lock : locks) {
      boolean explained = lock.taker() == self || held.contains(lock.withoutTaker());
      if (wanted.mayContain(lock.device(), lock.inode()) && !explained) {
        rest.add(lock);
      }
    }
    if (!rest.isEmpty()) {
      rest.retainAll(stillHeld());
    }
    return rest.stream().map(lock -> heldByMapping(lock, found)).toList();
  }

  /**
   * A lock lives on in a mapping when its descriptor is closed, mmap(2): that of the process that
   * took it, or the only one.
   */
  private static Found heldByMapping(KernelLock lock, List<Found> found) {
    List<HostProcess> mapping = new ArrayList<>();
    for (Found one : found) {
      HostProcess process = one.use().process();
      boolean mapped = one.use().kind() == UseKind.MAPPED && one.inode() == lock.inode();
      if (process != null && mapped) {
        mapping.add(process);
      }
    }
    for (HostProcess process : mapping) {
      if (mapping.size() == 1 || process.pid() == lock.taker()) {
        return found(lock, process);
      }
    }
    return found(lock, null);
  }

  private static Set<KernelLock> stillHeld() {
    try {
      return new HashSet<>(KernelLocks.list());
    } catch (SystemCallException e) {
      return Set.of();
    }
  }

  private static Found found(KernelLock lock, @Nullable HostProcess process) {
    UseDetail detail = new UseDetail.Lock(lock, -1);
    Use use = new Use(process, UseKind.LOCK, detail, Bytes.EMPTY, false, true);
    return Found.byKernel(lock.device(), lock.inode(), use);
  }
}
