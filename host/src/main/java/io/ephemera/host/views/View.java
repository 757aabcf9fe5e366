// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.process.MountInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some processes find under a path that leads elsewhere here. Immutable.
 *
 * @param processes those that find it, all in one mount namespace and with one root directory
 * @param mount the mount through which the path leads for them; null if their list does not say
 * @param hostPath where it is here; null if it is nowhere here, or not known
 * @param entry what is there, which {@link MountViews#withEntries} asks; null if it was not asked
 */
public record View(
    List<HostProcess> processes,
    MountInfo.@Nullable Mount mount,
    @Nullable BytePath hostPath,
    @Nullable ForeignEntry entry) {
  /** Takes a copy. */
  public View {
    processes = List.copyOf(processes);
  }

  /** Whether all of them are threads of the kernel, which look at no files. */
  public boolean isOfKernel() {
    return processes.stream().allMatch(process -> process.command().isEmpty());
  }

  View withEntry(@Nullable ForeignEntry found) {
    return new View(processes, mount, hostPath, found);
  }
}
