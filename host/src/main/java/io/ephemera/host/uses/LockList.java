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
   * The locks on wanted files that no descriptor explains, and that are still held.
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
    return rest.stream().map(lock -> use(lock, mapper(lock, found))).toList();
  }

  private static Set<KernelLock> stillHeld() {
    try {
      return new HashSet<>(KernelLocks.list());
    } catch (SystemCallException e) {
      return Set.of();
    }
  }

  /**
   * The taker, if it has mapped the file: a mapping keeps the lock of a descriptor that was closed,
   * as those of the performance data of HotSpot are.
   */
  private static @Nullable HostProcess mapper(KernelLock lock, List<Found> found) {
    for (Found one : found) {
      HostProcess process = one.use().process();
      if (one.use().kind() == UseKind.MAPPED
          && one.device() == lock.device()
          && one.inode() == lock.inode()
          && process != null
          && process.pid() == lock.taker()) {
        return process;
      }
    }
    return null;
  }

  private static Found use(KernelLock lock, @Nullable HostProcess holder) {
    UseDetail detail = new UseDetail.Lock(lock, -1);
    Use use = new Use(holder, UseKind.LOCK, detail, Bytes.EMPTY, false, true);
    return Found.byKernel(lock.device(), lock.inode(), use);
  }
}
