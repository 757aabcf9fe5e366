// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Namespaces;

/** A mount namespace for the calling thread and for the command that it becomes or starts. */
public final class MountNamespace {
  private MountNamespace() {}

  /**
   * Enters a new one. What the system mounts and unmounts later is seen there; what is mounted
   * there is not seen outside.
   *
   * <p>Descriptors from before cannot be used for mounting from then on.
   *
   * @return false if a sandbox refuses it, or the root directory is no mount point, as after
   *     chroot(2)
   */
  public static boolean enter() throws RunException {
    try {
      Namespaces.enterMounts();
      return true;
    } catch (SystemCallException e) {
      boolean refused =
          e.call() == SystemCall.CREATE_MOUNT_NAMESPACE && e.is(Errno.EPERM, Errno.ENOSYS);
      boolean noMountPoint = e.call() == SystemCall.MAKE_MOUNTS_SLAVE && e.is(Errno.EINVAL);
      if (refused || noMountPoint) {
        return false;
      }
      throw new RunException(Failure.NOT_PERMITTED, e.getMessage(), e);
    }
  }
}
