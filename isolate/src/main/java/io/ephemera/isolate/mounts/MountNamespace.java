// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.Namespaces;

/** A mount namespace for the calling thread and for the command that it becomes or starts. */
public final class MountNamespace {
  private MountNamespace() {}

  /**
   * Enters a new one. What the system mounts and unmounts later is seen there; what is mounted
   * there is not seen outside.
   *
   * <p>Descriptors from before cannot be used for mounting from then on.
   */
  public static void enter() throws RunException {
    try {
      Namespaces.enterMounts();
    } catch (SystemCallException e) {
      throw new RunException(Failure.NOT_PERMITTED, e.getMessage(), e);
    }
  }
}
