// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Mounts;
import java.util.concurrent.CompletableFuture;

/** Namespaces of one thread, and of what it starts or becomes, namespaces(7). */
public final class Namespaces {
  private Namespaces() {}

  /**
   * Whether this process may enter a mount namespace of its own: tries it in a thread that ends at
   * once, because a sandbox may forbid what the capabilities allow.
   */
  public static boolean mayHaveMounts() {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> result.complete(Mounts.unshare(Constants.CLONE_NEWNS)));
    return result.join() == 0;
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
