// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass;
import io.ephemera.host.processes.ProcessPass.Progress;

/** Looks at everything that one process uses. For one thread. */
final class ProcessLook implements ProcessPass.Look<ProcessUses.Result> {
  private final Proc proc;
  private final ScanContext scan;
  private final DescriptorLook descriptors;
  private final MappingLook mappings;
  private final DirectoryLook directories;

  ProcessLook(Proc proc, ScanContext scan) {
    this.proc = proc;
    this.scan = scan;
    descriptors = new DescriptorLook(scan);
    mappings = new MappingLook(scan);
    directories = new DirectoryLook(scan);
  }

  @Override
  public ProcessUses.Result at(int pid, Progress progress) {
    try (ProcessDirectory process = proc.process(pid)) {
      if (process == null) {
        return ProcessUses.Result.GONE;
      }
      return process.hasEnded() ? lookAtThread(process, progress) : look(process, progress);
    }
  }

  /** The first thread has ended: the others may go on without it. */
  private ProcessUses.Result lookAtThread(ProcessDirectory process, Progress progress) {
    try (ProcessDirectory thread = process.livingThread()) {
      return thread == null ? ProcessUses.Result.GONE : look(thread, progress);
    }
  }

  private ProcessUses.Result look(ProcessDirectory process, Progress progress) {
    ProcessUses uses = new ProcessUses(process);
    NamespaceMounts mounts = scan.mounts().of(process);
    if (mounts == null) {
      uses.refuse(Gap.Source.MOUNTS);
      mounts = NamespaceMounts.UNKNOWN;
    }
    descriptors.at(process, mounts, uses, progress);
    progress.step();
    mappings.at(process, mounts, uses, progress);
    progress.step();
    directories.at(process, mounts, uses);
    return uses.result();
  }
}
