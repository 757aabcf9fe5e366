// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Statx;
import io.ephemera.linux.Xattr;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An inode that is held by an open descriptor: whatever happens to its name, every operation
 * reaches this inode and no other.
 *
 * <p>Not thread-safe while being closed.
 */
public abstract sealed class Handle implements AutoCloseable
    permits Directory, Inode, OpenFile, UnixSocket {
  private static final byte[] ITSELF = new byte[0];
  private static final int USUAL_VALUE = 512;

  private final Fd fd;
  private @Nullable Stat created;
  private boolean closed;

  Handle(Fd fd) {
    this.fd = fd;
  }

  final Fd fd() {
    return fd;
  }

  /** What the kernel says of it now. */
  public final Stat stat() throws SystemCallException {
    Statx raw = new Statx();
    int flags = Constants.AT_EMPTY_PATH | Constants.AT_NO_AUTOMOUNT;
    int mask = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;
    check(At.statx(fd, ITSELF, flags, mask, raw), SystemCall.STAT);
    return new Stat(raw);
  }

  /** This is what we just created, and looked like that. */
  final void remember(Stat stat) {
    created = stat;
  }

  /**
   * Type, owner, group and mode: as {@link #stat}, but the kernel is not asked again about what was
   * created to be ours, and has not changed through this handle since. Nobody but we and root could
   * have changed these. Other things may be another, the number of names for instance.
   */
  public final Stat statSinceCreation() throws SystemCallException {
    Stat known = created;
    return known == null ? stat() : known;
  }

  /**
   * Sets the permission bits, chmod(2).
   *
   * @param mode 0 to 07777
   */
  public final void setMode(int mode) throws SystemCallException {
    created = null;
    int result = At.fchmodat2(fd, ITSELF, mode, Constants.AT_EMPTY_PATH);
    if (result
        == -Errno.ENOSYS
            .number()) { // before Linux 6.6 only the magic link reaches a descriptor opened with
      // O_PATH
      result = At.fchmodat(Fd.CWD, fd.procPath(), mode);
    }
    check(result, SystemCall.CHANGE_MODE);
  }

  /**
   * Sets owner and group, chown(2); of a symbolic link itself.
   *
   * @param uid the owner, or -1 to keep it
   * @param gid the group, or -1 to keep it
   */
  public final void setOwner(int uid, int gid) throws SystemCallException {
    created = null;
    check(At.fchownat(fd, ITSELF, uid, gid, Constants.AT_EMPTY_PATH), SystemCall.CHANGE_OWNER);
  }

  /** Sets the times of last access and modification to those of a snapshot. */
  public final void setTimes(Stat like) throws SystemCallException {
    Statx raw = like.raw();
    int result =
        At.utimensat(
            fd,
            ITSELF,
            raw.atimeSeconds(),
            raw.atimeNanos(),
            raw.mtimeSeconds(),
            raw.mtimeNanos(),
            Constants.AT_EMPTY_PATH);
    check(result, SystemCall.SET_TIMES);
  }

  /**
   * The value of an extended attribute, xattr(7), or null when it has none of this name or the file
   * system has no such attributes.
   */
  public final @Nullable Bytes attribute(String name) throws SystemCallException {
    byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
    byte[] value = new byte[USUAL_VALUE];
    int length = Xattr.getxattr(fd, text, value);
    if (length < 0 && Errno.of(-length) == Errno.ERANGE) {
      value = new byte[Xattr.MAXIMUM];
      length = Xattr.getxattr(fd, text, value);
    }
    Errno errno = Errno.of(-length);
    if (length < 0 && (errno == Errno.ENODATA || errno == Errno.EOPNOTSUPP)) {
      return null;
    }
    return Bytes.of(value, 0, check(length, SystemCall.READ_ATTRIBUTE, name));
  }

  /** The names of the extended attributes, one character for a byte. */
  public final List<String> attributeNames() throws SystemCallException {
    byte[] names = new byte[Xattr.MAXIMUM];
    int length = Xattr.listxattr(fd, names);
    if (length < 0 && Errno.of(-length) == Errno.EOPNOTSUPP) {
      return List.of();
    }
    return split(names, check(length, SystemCall.LIST_ATTRIBUTES));
  }

  private static List<String> split(byte[] names, int length) {
    List<String> list = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (names[i] == 0) {
        list.add(Bytes.of(names, start, i).latin1());
        start = i + 1;
      }
    }
    return list;
  }

  /** Sets an extended attribute, setxattr(2). */
  public final void setAttribute(String name, Bytes value) throws SystemCallException {
    created = null; // an ACL changes the mode
    byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
    check(Xattr.setxattr(fd, text, value.array(), 0), SystemCall.SET_ATTRIBUTE, name);
  }

  /** Removes an extended attribute, removexattr(2); none of this name is right as well. */
  public final void removeAttribute(String name) throws SystemCallException {
    created = null;
    int result = Xattr.removexattr(fd, name.getBytes(StandardCharsets.ISO_8859_1));
    if (Errno.of(-result) != Errno.ENODATA) {
      check(result, SystemCall.REMOVE_ATTRIBUTE, name);
    }
  }

  /** The magic number of its file system, statfs(2). */
  public final long fileSystemType() throws SystemCallException {
    long type = Io.fileSystemType(fd);
    return type < 0 ? check((int) type, SystemCall.STATFS) : type;
  }

  /** What its file system is, and how full, statfs(2). */
  public final FileSystem fileSystem() throws SystemCallException {
    long[] words = new long[11];
    check(Io.statfs(fd, words), SystemCall.STATFS);
    return FileSystem.of(words);
  }

  /**
   * Takes a shared BSD lock, flock(2), and waits for who holds an exclusive one. Cleaners leave a
   * directory with any lock alone. Needs a handle that was opened for reading or writing.
   */
  public final void lockShared() throws SystemCallException {
    check(Io.flock(fd, Constants.LOCK_SH), SystemCall.LOCK);
  }

  /** As {@link #lockShared}, but without waiting: false when somebody holds an exclusive one. */
  public final boolean tryLockShared() throws SystemCallException {
    int result = Io.flock(fd, Constants.LOCK_SH | Constants.LOCK_NB);
    if (result < 0 && Errno.of(-result) == Errno.EAGAIN) {
      return false;
    }
    check(result, SystemCall.LOCK);
    return true;
  }

  /**
   * Lets processes that are started from now on inherit it, and with it a BSD lock, which is held
   * until the last of them has closed it.
   */
  public final void letChildrenInherit() throws SystemCallException {
    check(Io.setInherited(fd, true), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /**
   * Locks one byte of it, fcntl(2) with F_OFD_SETLK, until this handle is closed, without waiting:
   * false when somebody holds a lock on it. Tells others a number as long as its holder lives; the
   * byte need not exist. BSD locks are independent of it.
   *
   * @param offset 0 to 2<sup>63</sup> - 2
   * @param shared whether others may lock it as well; otherwise it must be open for writing
   */
  public final boolean tryLockByte(long offset, boolean shared) throws SystemCallException {
    int result = Io.lockByte(fd, offset, shared ? Constants.F_RDLCK : Constants.F_WRLCK);
    if (result < 0 && Errno.of(-result) == Errno.EAGAIN) {
      return false;
    }
    check(result, SystemCall.LOCK);
    return true;
  }

  /** Whether somebody else has locked this byte, fcntl(2) with F_OFD_GETLK. */
  public final boolean isByteLocked(long offset) throws SystemCallException {
    return check(Io.isByteLocked(fd, offset), SystemCall.TEST_LOCK) == 1;
  }

  /** Gives its BSD lock back, flock(2). */
  public final void unlock() throws SystemCallException {
    check(Io.flock(fd, Constants.LOCK_UN), SystemCall.UNLOCK);
  }

  /**
   * The path by which this process reaches the inode as long as it is held, proc_pid_fd(5): a magic
   * link, which leads there whatever its name is.
   */
  public final BytePath pathInProcess() {
    return BytePath.of(Bytes.of(fd.procPath()));
  }

  /**
   * The path that the kernel has for it now, proc_pid_fd(5), without a symbolic link on its way;
   * one that was removed has none that leads anywhere.
   */
  public final BytePath realPath() throws SystemCallException {
    BytePath magic = pathInProcess();
    try (Directory descriptors = Directory.openAmbient(magic.parent())) {
      return BytePath.of(descriptors.linkText(Objects.requireNonNull(magic.name())));
    }
  }

  /** Whether it stands on an automount point of autofs(5) that nothing is mounted on yet. */
  public final boolean isAutofs() throws SystemCallException {
    return fileSystemType() == Constants.AUTOFS_SUPER_MAGIC;
  }

  /**
   * Whether it is the top of a btrfs subvolume: of all inodes only those have this number there.
   */
  public final boolean isSubvolume() throws SystemCallException {
    return stat().inode() == Constants.BTRFS_FIRST_FREE_OBJECTID
        && fileSystemType() == Constants.BTRFS_SUPER_MAGIC;
  }

  /**
   * The path by which other processes reach the same inode as long as it is held, proc_pid_fd(5).
   */
  public final String pathForOthers() {
    String own = new String(fd.procPath(), StandardCharsets.US_ASCII);
    return own.replace("self", String.valueOf(ProcessHandle.current().pid()));
  }

  /** Opens the same inode again, for content and for what O_PATH descriptors cannot do. */
  final Fd reopen(int flags) throws SystemCallException {
    return new Fd(check(At.openat(Fd.CWD, fd.procPath(), flags, 0), SystemCall.OPEN));
  }

  /** close(2). A second call does nothing. */
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      fd.close();
    }
  }
}
