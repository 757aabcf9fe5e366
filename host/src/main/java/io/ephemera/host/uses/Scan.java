// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over all processes: first the sockets of all network namespaces, then the rest. */
final class Scan {
  private final Gaps gaps = new Gaps();
  private final List<Found> found = new ArrayList<>();
  private int total;
  private int seen;

  private Scan() {}

  static UseTable of(Wanted wanted) throws SystemCallException {
    return of(wanted, Specials.find());
  }

  /** As {@link #of(Wanted)}, on a kernel with these properties. */
  static UseTable of(Wanted wanted, Specials specials) throws SystemCallException {
    try (Proc proc = Proc.open()) {
      return new Scan().run(wanted, specials, proc, others(proc));
    }
  }

  private UseTable run(Wanted wanted, Specials specials, Proc proc, int[] pids)
      throws SystemCallException {
    addWhatNobodySees(proc);
    LockList locks = LockList.read(gaps);
    BoundFiles sockets = new NetworkNamespaces(wanted, proc, gaps).ask(pids);
    MountNamespaces mounts = new MountNamespaces(specials.fuseNeedsNoAnswer());
    ScanContext context = new ScanContext(wanted, sockets, locks, specials, mounts);
    for (ProcessUses.@Nullable Result result :
        ProcessPass.over(pids, () -> new ProcessLook(proc, context), ProcessPass.PATIENCE)) {
      add(result);
    }
    found.addAll(new MountLook(wanted, proc, gaps).in(mounts.all()));
    found.addAll(locks.withoutHolder(found, wanted, proc.self()));
    for (BoundFiles.Bound bound : sockets.withoutHolder()) {
      found.add(bound.usedBy(null, -1));
    }
    return new UseTable(wanted, found, new Coverage(seen, total, gaps.list()));
  }

  /** Without this process: that it looks is no use. */
  private static int[] others(Proc proc) throws SystemCallException {
    int self = proc.self();
    return Arrays.stream(proc.pids()).filter(pid -> pid != self).toArray();
  }

  private void addWhatNobodySees(Proc proc) {
    if (proc.hidesProcesses()) {
      gaps.add(Gap.Source.PROCESSES, Gap.Reason.HIDDEN);
    }
    if (!LockList.isFirstPidNamespace()) {
      gaps.add(Gap.Source.PROCESSES, Gap.Reason.OUTSIDE);
    }
  }

  private void add(ProcessUses.@Nullable Result result) {
    if (result == null) {
      total++;
      gaps.add(Gap.Source.PROCESSES, Gap.Reason.NO_ANSWER);
    } else if (!result.gone()) {
      total++;
      seen += result.isComplete() ? 1 : 0;
      found.addAll(result.found());
      result.refused().forEach(source -> gaps.add(source, Gap.Reason.NOT_PERMITTED));
      result.waiting().forEach(source -> gaps.add(source, Gap.Reason.MAY_WAIT));
    }
  }
}
