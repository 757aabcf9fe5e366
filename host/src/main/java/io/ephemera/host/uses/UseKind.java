// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

/** The ways in which a process uses a file. */
public enum UseKind {
  /** A descriptor is open, proc_pid_fd(5). */
  OPEN,
  /** It is mapped into memory, mmap(2); the descriptor may be closed. */
  MAPPED,
  /** It is the working directory, proc_pid_cwd(5). */
  WORKING_DIRECTORY,
  /** It is a root directory other than that of this process, chroot(2). */
  ROOT_DIRECTORY,
  /** It is the program that runs, proc_pid_exe(5). */
  EXECUTABLE,
  /** A lock on it is held: of flock(2) or fcntl(2), or a lease. */
  LOCK,
  /** A Unix socket is bound to it, unix(7). */
  BOUND_SOCKET,
  /** inotify(7) or fanotify(7) watches it. */
  WATCH,
  /** It is mounted in another mount namespace, mount_namespaces(7). */
  MOUNT
}
