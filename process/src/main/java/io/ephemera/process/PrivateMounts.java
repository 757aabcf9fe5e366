// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Mounts;

/** A private mount namespace, mount_namespaces(7). */
public final class PrivateMounts {
  private PrivateMounts() {}

  /**
   * Moves the calling thread, and what it starts from then on, into a new mount namespace, from
   * which no mount propagates. The namespace and its mounts disappear when they end, however they
   * end.
   *
   * @throws SystemCallException with EPERM for a caller without CAP_SYS_ADMIN
   */
  public static void enter() throws SystemCallException {
    check(Mounts.unshare(Constants.CLONE_NEWNS), SystemCall.CREATE_MOUNT_NAMESPACE);
    int flags = Constants.MS_REC | Constants.MS_PRIVATE;
    check(Mounts.propagate(new byte[] {'/'}, flags), SystemCall.MAKE_MOUNTS_PRIVATE);
  }
}
