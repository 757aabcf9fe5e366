// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wanted files and directories that are mounted in another mount namespace. */
final class MountLook {
  private final Wanted wanted;
  private final Proc proc;
  private final Gaps gaps;
  private final List<Found> found = new ArrayList<>();

  MountLook(Wanted wanted, Proc proc, Gaps gaps) {
    this.wanted = wanted;
    this.proc = proc;
    this.gaps = gaps;
  }

  /** Finds them. */
  List<Found> in(List<MountNamespaces.Namespace> namespaces) {
    for (MountNamespaces.Namespace namespace : namespaces) {
      if (!isOwn(namespace)) {
        look(namespace);
      }
    }
    return found;
  }

  /** A namespace is told by the numbers of its mounts, which no two of them share. */
  private boolean isOwn(MountNamespaces.Namespace namespace) {
    List<MountInfo.Mount> own = wanted.mounts().mounts();
    List<MountInfo.Mount> others = namespace.mounts().mounts();
    return !own.isEmpty() && !others.isEmpty() && own.getFirst().id() == others.getFirst().id();
  }

  private void look(MountNamespaces.Namespace namespace) {
    try (ProcessDirectory process = proc.process(namespace.pid())) {
      for (MountInfo.Mount mount : namespace.mounts().mounts()) {
        if (process != null && wanted.mayContainDevice(mount.device())) {
          look(mount, namespace, process);
        }
      }
    }
  }

  private void look(
      MountInfo.Mount mount, MountNamespaces.Namespace namespace, ProcessDirectory process) {
    switch (ForeignFile.find(process, namespace.mounts(), mount.path())) {
      case ForeignFile.Seen(FileId file) -> {
        if (wanted.contains(file.device(), file.inode())) {
          found.add(use(file, namespace.process(), mount.path().bytes()));
        }
      }
      case ForeignFile.Refused() -> gaps.add(Gap.Source.MOUNTS, Gap.Reason.NOT_PERMITTED);
      case ForeignFile.MayWait() -> gaps.add(Gap.Source.MOUNTS, Gap.Reason.MAY_WAIT);
      case ForeignFile.Missing() -> {} // another mount covers it
    }
  }

  private static Found use(FileId file, @Nullable HostProcess process, Bytes path) {
    UseDetail detail = new UseDetail.None();
    Use use = new Use(process, UseKind.MOUNT, detail, path, false, true);
    return Found.byStat(file.device(), file.inode(), use);
  }
}
