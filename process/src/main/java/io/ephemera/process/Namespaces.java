// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Mounts;

/** Namespaces of one thread, and of what it starts or becomes, namespaces(7). */
public final class Namespaces {
  private static final int CAP_SYS_ADMIN = 21;

  private Namespaces() {}

  /**
   * Whether this process has the capability to enter a mount namespace of its own, CAP_SYS_ADMIN. A
   * sandbox may refuse it nevertheless.
   */
  public static boolean mayHaveMounts() {
    return Credentials.hasCapability(CAP_SYS_ADMIN);
  }

  /**
   * Moves the calling thread into a new mount namespace, with its own working directory and umask.
   * Mounts of the system propagate to it, its own stay with it: as slave, so that what the system
   * unmounts is not pinned here.
   *
   * @throws SystemCallException with EPERM for a caller without CAP_SYS_ADMIN
   */
  public static void enterMounts() throws SystemCallException {
    check(Mounts.unshare(Constants.CLONE_NEWNS), SystemCall.CREATE_MOUNT_NAMESPACE);
    int flags = Constants.MS_REC | Constants.MS_SLAVE;
    check(Mounts.propagate(new byte[] {'/'}, flags), SystemCall.MAKE_MOUNTS_SLAVE);
  }

  /** Moves the calling thread into a new IPC namespace, ipc_namespaces(7). */
  public static void enterIpc() throws SystemCallException {
    check(Mounts.unshare(Constants.CLONE_NEWIPC), SystemCall.CREATE_IPC_NAMESPACE);
  }
}
