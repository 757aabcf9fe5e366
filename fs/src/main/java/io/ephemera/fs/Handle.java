// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Statx;
import io.ephemera.linux.Xattr;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An inode held by an open descriptor: whatever happens to its name, every operation reaches this
 * inode and no other.
 *
 * <p>Not thread-safe while it is being closed.
 */
public abstract sealed class Handle implements AutoCloseable
    permits Directory, Inode, OpenFile, UnixSocket {
  /** The empty path, which stands for the descriptor itself. */
  static final byte[] ITSELF = new byte[0];

  private static final int LONGEST_LINK = 4096;
  private static final int USUAL_VALUE = 512;
  private static final int STATFS_WORDS = 11;
  private static final long PAUSE = 1_000_000;
  private static final int OTHERS = 077;
  private static final int SET_GROUP_ID = 02000;

  private final Fd fd;
  private @Nullable Stat created;
  private boolean closed;

  Handle(Fd fd) {
    this.fd = fd;
  }

  final Fd fd() {
    return fd;
  }

  /** A snapshot of the inode. */
  public final Stat stat() throws SystemCallException {
    return stat(Constants.STATX_BASIC_STATS | Constants.STATX_BTIME);
  }

  /** As {@link #stat}, without the time of creation. */
  final Stat basicStat() throws SystemCallException {
    return stat(Constants.STATX_BASIC_STATS);
  }

  private Stat stat(int mask) throws SystemCallException {
    Statx raw = new Statx();
    int flags = Constants.AT_EMPTY_PATH | Constants.AT_NO_AUTOMOUNT;
    check(At.statx(fd, ITSELF, flags, mask, raw), SystemCall.STAT);
    return new Stat(raw);
  }

  /** Remembers that this process just created the inode, with these owners and this mode. */
  final void rememberCreation(Stat stat) {
    created = stat;
  }

  /**
   * As {@link #stat}, but for an inode that this process created and has not changed since, the
   * snapshot of its creation: type, owner, group and mode are still right, for only this process
   * and root could have changed them. The number of links and the like may be outdated.
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
    check(changeMode(mode), SystemCall.CHANGE_MODE);
  }

  private int changeMode(int mode) {
    created = null;
    int result = At.fchmodat2(fd, ITSELF, mode, Constants.AT_EMPTY_PATH);
    if (result < 0 && Feature.FCHMODAT2.isMissing(result)) {
      // Without fchmodat2(2), only the magic link reaches a descriptor opened with O_PATH.
      result = At.fchmodat(Fd.CWD, fd.procPath(), mode);
    }
    return result;
  }

  /**
   * As {@link #setMode}, for what this process created. A file system that keeps no modes, such as
   * vfat, refuses or ignores the call: then the mode that it shows must give other users no more.
   *
   * @return whether it has exactly this mode now
   * @throws UnsafePathException if other users have access that the mode does not give them
   */
  public final boolean limitMode(int mode) throws SystemCallException, UnsafePathException {
    int result = changeMode(mode);
    if (result < 0 && !Feature.MODES.isMissing(result)) {
      check(result, SystemCall.CHANGE_MODE);
    }
    Stat now = stat();
    boolean foreign = result < 0 && now.uid() != Credentials.geteuid();
    if (foreign || (now.mode() & OTHERS & ~mode) != 0) {
      throw new UnsafePathException(
          "the file system keeps no permissions, and lets other users in (mode 0"
              + Integer.toOctalString(now.mode())
              + " of user "
              + Integer.toUnsignedString(now.uid())
              + "): mount it for this user with umask=077, or choose another place");
    }
    return now.mode() == mode;
  }

  /**
   * Gives what this process just created exactly the mode, or where the file system keeps none, not
   * more, as {@link #limitMode}; a set-group-ID bit that it inherited stays.
   *
   * @return a snapshot from before that
   * @throws UnsafePathException if other users have access that the mode does not give them
   */
  public final Stat limitCreated(int mode) throws SystemCallException, UnsafePathException {
    Stat stat = stat();
    rememberCreation(stat);
    if ((stat.mode() & ~SET_GROUP_ID) != mode) {
      limitMode(mode | (stat.mode() & SET_GROUP_ID));
    }
    return stat;
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
    int result = setTimes(like.raw(), fd, ITSELF, Constants.AT_EMPTY_PATH);
    if (result < 0 && Feature.UTIMENSAT_EMPTY_PATH.isMissing(result)) {
      result = setTimes(like.raw(), Fd.CWD, fd.procPath(), 0);
    }
    check(result, SystemCall.SET_TIMES);
  }

  private static int setTimes(Statx like, Fd from, byte[] path, int flags) {
    return At.utimensat(
        from,
        path,
        like.atimeSeconds(),
        like.atimeNanos(),
        like.mtimeSeconds(),
        like.mtimeNanos(),
        flags);
  }

  /**
   * The value of an extended attribute, xattr(7), or null if the inode does not have it or the file
   * system has no such attributes.
   */
  public final @Nullable Bytes attribute(String name) throws SystemCallException {
    byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
    byte[] value = new byte[USUAL_VALUE];
    int length = Xattr.getxattr(fd, text, value);
    if (Errno.ERANGE.isReasonOf(length)) {
      value = new byte[Xattr.MAXIMUM];
      length = Xattr.getxattr(fd, text, value);
    }
    if (Errno.ENODATA.isReasonOf(length) || Errno.EOPNOTSUPP.isReasonOf(length)) {
      return null;
    }
    return Bytes.of(value, 0, check(length, SystemCall.READ_ATTRIBUTE, name));
  }

  /** The names of the extended attributes, one character for a byte. */
  public final List<String> attributeNames() throws SystemCallException {
    byte[] names = new byte[Xattr.MAXIMUM];
    int length = Xattr.listxattr(fd, names);
    if (Errno.EOPNOTSUPP.isReasonOf(length)) {
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

  /** Removes an extended attribute, removexattr(2), if the inode has it. */
  public final void removeAttribute(String name) throws SystemCallException {
    created = null; // an ACL changes the mode
    int result = Xattr.removexattr(fd, name.getBytes(StandardCharsets.ISO_8859_1));
    if (!Errno.ENODATA.isReasonOf(result) && !Errno.EOPNOTSUPP.isReasonOf(result)) {
      check(result, SystemCall.REMOVE_ATTRIBUTE, name);
    }
  }

  /** The magic number of its file system, statfs(2). */
  public final long fileSystemType() throws SystemCallException {
    long type = Io.fileSystemType(fd);
    return type < 0 ? check((int) type, SystemCall.STATFS) : type;
  }

  /** Its file system and how full it is, statfs(2). */
  public final FileSystem fileSystem() throws SystemCallException {
    long[] words = new long[STATFS_WORDS];
    check(Io.statfs(fd, words), SystemCall.STATFS);
    return FileSystem.of(words);
  }

  /**
   * Takes the exclusive BSD lock, flock(2), without waiting. Needs a handle that was opened for
   * reading or writing, as the other BSD locks do.
   *
   * @return false if another handle holds a lock
   * @throws SystemCallException also if the file system has no locks
   */
  public final boolean tryLock() throws SystemCallException {
    return unlessHeld(Io.flock(fd, Constants.LOCK_EX | Constants.LOCK_NB));
  }

  /**
   * As {@link #tryLock}, but waits until no other handle holds a lock.
   *
   * @throws SystemCallException also if the file system has no locks
   */
  public final void lock() throws SystemCallException {
    check(Io.flock(fd, Constants.LOCK_EX), SystemCall.LOCK);
  }

  /** As {@link #tryLock}, for callers that know what to do where nothing can be locked. */
  public final LockAttempt attemptLock() throws SystemCallException {
    int result = Io.flock(fd, Constants.LOCK_EX | Constants.LOCK_NB);
    return Errno.EBADF.isReasonOf(result) ? askForWriting() : LockAttempt.of(result);
  }

  /**
   * NFS locks exclusively only what is open for writing, flock(2): asks by another descriptor
   * whether a handle holds a lock.
   */
  private LockAttempt askForWriting() throws SystemCallException {
    int flags = Constants.O_RDWR | Constants.O_NONBLOCK | Constants.O_NOCTTY;
    int opened = At.openat(Fd.CWD, fd.procPath(), flags, 0);
    if (opened < 0) {
      return LockAttempt.UNSUPPORTED;
    }
    try (Fd writable = new Fd(opened)) {
      int result = Io.flock(writable, Constants.LOCK_EX | Constants.LOCK_NB);
      return Errno.EAGAIN.isReasonOf(result) ? LockAttempt.BUSY : LockAttempt.UNSUPPORTED;
    }
  }

  /**
   * Takes a shared BSD lock, flock(2), and waits while another handle holds the exclusive one: a
   * virtual thread without holding its carrier. Cleaners keep a directory with any lock.
   *
   * @return never {@link LockAttempt#BUSY}
   */
  public final LockAttempt lockShared() throws SystemCallException {
    if (!Thread.currentThread().isVirtual()) {
      return LockAttempt.of(Io.flock(fd, Constants.LOCK_SH));
    }
    boolean interrupted = false;
    LockAttempt attempt = attemptSharedLock();
    while (attempt == LockAttempt.BUSY) {
      LockSupport.parkNanos(PAUSE); // no event says that a lock is free
      interrupted |= Thread.interrupted(); // an interrupted thread would not park again
      attempt = attemptSharedLock();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return attempt;
  }

  /** As {@link #lockShared}, but does not wait. */
  public final LockAttempt attemptSharedLock() throws SystemCallException {
    return LockAttempt.of(Io.flock(fd, Constants.LOCK_SH | Constants.LOCK_NB));
  }

  private static boolean unlessHeld(int result) throws SystemCallException {
    if (Errno.EAGAIN.isReasonOf(result)) {
      return false;
    }
    check(result, SystemCall.LOCK);
    return true;
  }

  /**
   * Lets processes that are started from now on inherit the descriptor, and with it a BSD lock,
   * which is held until the last of them has closed it.
   */
  public final void letChildrenInherit() throws SystemCallException {
    check(Io.setInherited(fd, true), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /** The number by which a process that inherits the descriptor finds it. */
  public final int descriptor() {
    return Integer.parseInt(Objects.requireNonNull(pathInProcess().name()).bytes().latin1());
  }

  /** Takes {@link #letChildrenInherit} back. */
  public final void keepFromChildren() throws SystemCallException {
    check(Io.setInherited(fd, false), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /**
   * Locks one byte until this handle is closed, F_OFD_SETLK of fcntl(2), without waiting. The byte
   * need not exist: its number tells other processes something as long as the holder lives.
   * Independent of BSD locks.
   *
   * @param offset 0 to 2<sup>63</sup> - 2
   * @param shared whether others may lock it as well; if not, the handle must be open for writing
   * @return false if another handle holds a lock on it
   */
  public final boolean tryLockByte(long offset, boolean shared) throws SystemCallException {
    return unlessHeld(Io.lockByte(fd, offset, shared ? Constants.F_RDLCK : Constants.F_WRLCK));
  }

  /** Whether another handle holds a lock on this byte, F_OFD_GETLK of fcntl(2). */
  public final boolean isByteLocked(long offset) throws SystemCallException {
    return check(Io.isByteLocked(fd, offset), SystemCall.TEST_LOCK) == 1;
  }

  /** Releases the BSD lock, flock(2), if the file system has locks. */
  public final void unlock() throws SystemCallException {
    int result = Io.flock(fd, Constants.LOCK_UN);
    if (!Feature.LOCKS.isMissing(result)) {
      check(result, SystemCall.UNLOCK);
    }
  }

  /**
   * The path by which this process reaches the inode while it is held, proc_pid_fd(5): a magic
   * link, which leads there whatever the inode's name is.
   */
  public final BytePath pathInProcess() {
    return BytePath.of(Bytes.of(fd.procPath()));
  }

  /**
   * The path that the kernel knows for the inode now, proc_pid_fd(5), without symbolic links. If
   * the inode was removed, the path leads nowhere.
   */
  public final BytePath realPath() throws SystemCallException {
    BytePath magic = pathInProcess();
    try (Directory descriptors = Directory.openAmbient(magic.parent())) {
      return BytePath.of(descriptors.linkText(Objects.requireNonNull(magic.name())));
    }
  }

  static Bytes readLink(Fd fd, byte[] path, Object shown) throws SystemCallException {
    byte[] text = new byte[LONGEST_LINK + 1];
    int length = check(At.readlinkat(fd, path, text), SystemCall.READ_LINK, shown);
    if (length > LONGEST_LINK) { // the kernel cuts off what does not fit, and does not say so
      throw new SystemCallException(SystemCall.READ_LINK, shown, Errno.ENAMETOOLONG);
    }
    return Bytes.of(text, 0, length);
  }

  /** Whether it is an automount point of autofs(5) on which nothing is mounted yet. */
  public final boolean isAutofs() throws SystemCallException {
    return fileSystemType() == Constants.AUTOFS_SUPER_MAGIC;
  }

  /** Whether it is the top of a btrfs subvolume: only those have this inode number there. */
  public final boolean isSubvolume() throws SystemCallException {
    return stat().inode() == Constants.BTRFS_FIRST_FREE_OBJECTID
        && fileSystemType() == Constants.BTRFS_SUPER_MAGIC;
  }

  /** The path by which other processes reach the inode while it is held, proc_pid_fd(5). */
  public final String pathForOthers() {
    String own = new String(fd.procPath(), StandardCharsets.US_ASCII);
    return own.replace("self", String.valueOf(Credentials.getpid()));
  }

  /** Opens the same inode again, for its content and for what O_PATH descriptors cannot do. */
  final Fd reopen(int flags) throws SystemCallException {
    return new Fd(check(At.openat(Fd.CWD, fd.procPath(), flags, 0), SystemCall.OPEN));
  }

  /** Closes the descriptor, close(2). Closing again has no effect. */
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      fd.close();
    }
  }
}
