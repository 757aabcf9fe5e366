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
 */
public record View(
    List<HostProcess> processes, MountInfo.@Nullable Mount mount, @Nullable BytePath hostPath) {
  /** Takes a copy. */
  public View {
    processes = List.copyOf(processes);
  }
}
