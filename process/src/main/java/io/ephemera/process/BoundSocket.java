// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.SystemCallException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket that is bound to a socket file, sock_diag(7). Immutable.
 *
 * @param device the device of the file's file system, as {@link io.ephemera.fs.Stat#device} encodes
 *     it; btrfs and overlay file systems make up another one for stat(2)
 * @param file the lower 32 bits of the file's inode number: the kernel reports no others
 * @param socket the socket's own inode number, as in {@code socket:[20337]} of proc_pid_fd(5)
 * @param listens whether it listens, listen(2)
 */
public record BoundSocket(long device, int file, long socket, boolean listens) {
  /**
   * Those of the network namespace of the calling thread, connected ones too.
   *
   * @return null if the kernel has no such interface or a sandbox forbids it, {@link
   *     io.ephemera.linux.errno.Feature#SOCKET_DIAGNOSIS}
   * @throws SystemCallException if the query fails, though the kernel supports it
   */
  public static @Nullable List<BoundSocket> ofCallingThread() throws SystemCallException {
    return BoundSockets.list();
  }
}
