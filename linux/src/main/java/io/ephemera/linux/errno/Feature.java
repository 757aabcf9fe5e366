// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux.errno;

import java.util.List;

/**
 * A system call or flag that some kernels, file systems or sandboxes do not have, and the errnos
 * that say so: the one table of them. Each constant says what the older way lacks.
 *
 * <p>A sandbox, seccomp(2), refuses calls that are newer than its filter with ENOSYS or, as many
 * do, with EPERM or EACCES. Where these may also be the kernel's answer, the older way gets the
 * same one.
 *
 * <p>statx(2) is not among them: without it, no call shows mount points, which must not be crossed.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is immutable
public enum Feature {
  /** openat2(2), Linux 5.6. A walk with openat(2) is as safe. */
  OPENAT2(Errno.ENOSYS, Errno.EPERM, Errno.EACCES),

  /** fchmodat2(2), Linux 6.6. The magic link of the descriptor is as safe, but needs /proc. */
  FCHMODAT2(Errno.ENOSYS, Errno.EPERM, Errno.EACCES),

  /**
   * RENAME_NOREPLACE of renameat2(2); EINVAL is the answer of file systems. A second link replaces
   * nothing either, but shows two names for a moment.
   */
  RENAME_NOREPLACE(Errno.EINVAL, Errno.ENOSYS, Errno.EPERM, Errno.EACCES),

  /**
   * link(2): vfat, CIFS and many FUSE file systems have one name for each file. A name that is
   * looked at first and then given by rename(2) may replace what another process created in
   * between.
   */
  HARD_LINKS(Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.EACCES),

  /**
   * flock(2): Lustre without {@code -o flock}, NFS without a lock server, some of FUSE. Nothing
   * there can be locked: what is in use looks abandoned.
   */
  LOCKS(Errno.ENOSYS, Errno.ENOLCK, Errno.EOPNOTSUPP),

  /**
   * chmod(2): vfat, exFAT and CIFS have one mode for all files, an option of the mount. Some of
   * them ignore the call instead, so the mode has to be looked at.
   */
  MODES(Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS),

  /** AT_EMPTY_PATH of utimensat(2), Linux 5.8. The magic link is as safe, but needs /proc. */
  UTIMENSAT_EMPTY_PATH(Errno.EINVAL),

  /**
   * O_TMPFILE of open(2): EISDIR and ENOENT come from old kernels. A file that has a name for a
   * moment is left over if the process is killed then.
   */
  UNNAMED_FILES(Errno.EOPNOTSUPP, Errno.EISDIR, Errno.ENOENT),

  /**
   * mount_setattr(2), Linux 5.12, and with it all calls that mount by descriptors. mount(2) by the
   * magic links of descriptors is as safe, but needs /proc, and cannot make mounts below a mount
   * read-only.
   */
  MOUNT_DESCRIPTORS(Errno.ENOSYS, Errno.EPERM, Errno.EACCES),

  /** fsync(2) of a directory: a file system without a disk has no names to keep. */
  DIRECTORY_SYNC(Errno.EINVAL),

  /**
   * Unix sockets by sock_diag(7): the first four come from socket(2). Paths of proc_net_unix(5)
   * miss a socket that was renamed.
   */
  SOCKET_DIAGNOSIS(
      Errno.EPERM,
      Errno.EACCES,
      Errno.EAFNOSUPPORT,
      Errno.EPROTONOSUPPORT,
      Errno.ENOENT,
      Errno.EINVAL,
      Errno.EOPNOTSUPP);

  private final List<Errno> reasons;

  Feature(Errno... reasons) {
    this.reasons = List.of(reasons);
  }

  /** Whether this errno says that the feature is missing. */
  public boolean isMissing(Errno errno) {
    return reasons.contains(errno);
  }

  /** Whether the result of a system call says that the feature is missing. */
  public boolean isMissing(int result) {
    return result < 0 && isMissing(Errno.of(-result));
  }
}
