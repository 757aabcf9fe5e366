// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An open directory. Everything below it is reached from here, one {@link Name} at a time, and no
 * operation follows a symbolic link.
 *
 * <p>Safety: another user who renames directories or plants links can make a call fail, but never
 * redirect it.
 */
public final class Directory extends Handle {
  private static final byte[] DOT = {'.'};
  private static final byte[] DOT_DOT = {'.', '.'};
  private static final int LONGEST_NAME = 255;
  private static final int RANDOM_BYTES = 8;
  private static final int EVERYTHING = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;
  private static final int FARTHEST = 12;

  /** Its owner and mode when it was resolved, if they cannot have changed since. */
  private final @Nullable Stat resolved;

  /** See {@link #isLocal}; null until it is asked. */
  private @Nullable Boolean local;

  Directory(Fd fd) {
    this(fd, null);
  }

  private Directory(Fd fd, @Nullable Stat resolved) {
    super(fd);
    this.resolved = resolved;
  }

  /** A directory on the same file system as this one. */
  Directory onSameFileSystem(Fd other) {
    Directory directory = new Directory(other);
    directory.local = local;
    return directory;
  }

  /** Whether the kernel knows the attributes of its entries without asking a server, statfs(2). */
  boolean isLocal() {
    Boolean known = local;
    if (known == null) {
      long type = Io.fileSystemType(fd());
      known = type >= 0 && FileSystem.keepsAttributes(type);
      local = known;
    }
    return known;
  }

  /**
   * Opens a directory by a path as any program does, following symbolic links: for a path that the
   * caller trusts.
   *
   * @throws SystemCallException if it does not exist or may not be opened
   */
  public static Directory openAmbient(BytePath path) throws SystemCallException {
    int flags = Constants.O_PATH | Constants.O_DIRECTORY;
    byte[] bytes = path.bytes().array();
    return new Directory(
        new Fd(check(At.openat(Fd.CWD, bytes, flags, 0), SystemCall.OPEN_DIRECTORY, path)));
  }

  /** The same inode as a directory; the caller must not use the inode any more. */
  public static Directory of(Inode inode) throws SystemCallException {
    if (!inode.stat().isDirectory()) {
      inode.close();
      throw new SystemCallException(SystemCall.OPEN_DIRECTORY, "", Errno.ENOTDIR);
    }
    return new Directory(inode.fd());
  }

  /** Opens an entry that is a directory. */
  public Directory open(Name name) throws SystemCallException {
    int flags = Constants.O_PATH | Constants.O_DIRECTORY;
    return new Directory(openEntry(name, flags, SystemCall.OPEN_DIRECTORY));
  }

  /**
   * Opens an entry that is a directory for listing and locking, without changing its access time if
   * this process may do that.
   *
   * <p>Falls back for EPERM only: O_NOATIME is reserved to the owner and to CAP_FOWNER.
   */
  public Directory openForReading(Name name) throws SystemCallException {
    return new Directory(
        openQuietly(name.array(), Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, name));
  }

  /** Opens this directory again, for listing and locking. */
  public Directory reopenForReading() throws SystemCallException {
    return new Directory(openQuietly(DOT, Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, ""));
  }

  /** Opens the directory that holds this one; the caller verifies that it is the expected one. */
  Directory openParentForReading() throws SystemCallException {
    return new Directory(
        openQuietly(DOT_DOT, Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, ""));
  }

  private Fd openQuietly(byte[] name, int more, SystemCall call, Object shown)
      throws SystemCallException {
    int flags =
        Constants.O_RDONLY
            | Constants.O_NONBLOCK
            | Constants.O_NOCTTY
            | Constants.O_NOFOLLOW
            | more;
    int opened = At.openat(fd(), name, flags | Constants.O_NOATIME, 0);
    if (Errno.EPERM.isReasonOf(opened)) {
      opened = At.openat(fd(), name, flags, 0);
    }
    return new Fd(check(opened, call, shown));
  }

  private Fd openEntry(Name name, int flags, SystemCall call) throws SystemCallException {
    int opened = At.openat(fd(), name.array(), flags | Constants.O_NOFOLLOW, 0);
    return new Fd(check(opened, call, name));
  }

  /** This directory, held by another descriptor. */
  Directory openSelf() throws SystemCallException {
    return new Directory(hold(DOT, SystemCall.OPEN_DIRECTORY));
  }

  /** The directory that holds this one, or this one if it is the root directory. */
  Directory openParent() throws SystemCallException {
    return new Directory(hold(DOT_DOT, SystemCall.OPEN_DIRECTORY));
  }

  private Fd hold(byte[] dots, SystemCall call) throws SystemCallException {
    int flags = Constants.O_PATH | Constants.O_DIRECTORY;
    return new Fd(check(At.openat(fd(), dots, flags, 0), call));
  }

  /**
   * Makes this the working directory, fchdir(2): of the calling thread if it has a mount namespace
   * of its own, else of the process.
   */
  public void enter() throws SystemCallException {
    check(Io.fchdir(fd()), SystemCall.ENTER_DIRECTORY);
  }

  /**
   * Whether this directory is the one of a snapshot or lies anywhere below it.
   *
   * @throws SystemCallException if a directory above may not be searched
   */
  public boolean isWithin(Stat directory) throws SystemCallException {
    try (Ancestors way = new Ancestors(this)) {
      boolean found = way.stat().isSameInode(directory);
      while (!found && way.up()) {
        found = way.stat().isSameInode(directory);
      }
      return found;
    }
  }

  /**
   * This directory for one more user, who closes it as well.
   *
   * @param stat its owner and mode: only that owner and root could have changed them meanwhile
   */
  public Directory share(Stat stat) {
    return new Directory(fd().share(), stat);
  }

  /** A snapshot whose owner and mode are those of this directory. */
  public Stat ownerAndMode() throws SystemCallException {
    return resolved == null ? stat() : resolved;
  }

  /** Holds this directory as an inode. */
  public Inode inode() throws SystemCallException {
    return new Inode(hold(DOT, SystemCall.OPEN));
  }

  /** Holds an entry of any type. */
  public Inode inode(Name name) throws SystemCallException {
    return new Inode(openEntry(name, Constants.O_PATH, SystemCall.OPEN));
  }

  /**
   * Holds what is at a path below this directory, on the same mount and without following a
   * symbolic link: so no file system of another user is asked, which may never answer.
   *
   * @param path relative
   * @return null if there is nothing
   * @throws SystemCallException with EXDEV or ELOOP if the path leads to another mount or through a
   *     link; with ENOSYS before Linux 5.6
   */
  public @Nullable Inode findOnThisMount(BytePath path) throws SystemCallException {
    int resolve =
        Constants.RESOLVE_BENEATH
            | Constants.RESOLVE_NO_SYMLINKS
            | Constants.RESOLVE_NO_MAGICLINKS
            | Constants.RESOLVE_NO_XDEV;
    int flags = Constants.O_PATH | Constants.O_NOFOLLOW;
    int opened = At.openat2(fd(), path.bytes().toArray(), flags, 0, resolve);
    if (Errno.ENOENT.isReasonOf(opened) || Errno.ENOTDIR.isReasonOf(opened)) {
      return null;
    }
    return new Inode(new Fd(check(opened, SystemCall.OPEN, path)));
  }

  /** A snapshot of an entry; follows no symbolic link and triggers no automount. */
  public Stat stat(Name name) throws SystemCallException {
    Statx raw = new Statx();
    check(statx(name, raw), SystemCall.STAT, name);
    return new Stat(raw);
  }

  /** As {@link #stat(Name)}, but null if there is no such entry. */
  public @Nullable Stat statIfExists(Name name) throws SystemCallException {
    Statx raw = new Statx();
    int result = statx(name, raw);
    if (Errno.ENOENT.isReasonOf(result)) {
      return null;
    }
    check(result, SystemCall.STAT, name);
    return new Stat(raw);
  }

  private int statx(Name name, Statx into) {
    return statx(name, 0, EVERYTHING, into);
  }

  private int statx(Name name, int sync, int mask, Statx into) {
    int flags = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT | sync;
    return At.statx(fd(), name.array(), flags, mask, into);
  }

  /**
   * As {@link #statIfExists}, but with the attributes that the kernel last saw: asks no server,
   * which may never answer. Sizes and times may be outdated on a remote file system.
   */
  public @Nullable Stat lookIfExists(Name name) throws SystemCallException {
    Statx raw = new Statx();
    int result = statx(name, Constants.AT_STATX_DONT_SYNC, EVERYTHING, raw);
    if (Errno.ENOENT.isReasonOf(result)) {
      return null;
    }
    check(result, SystemCall.STAT, name);
    return new Stat(raw);
  }

  /**
   * statx(2) of an entry: at a mount point as {@link #lookIfExists}, otherwise up to date.
   *
   * @param local whether what the kernel last saw is up to date, unless a mount point
   */
  int look(Name name, boolean local, Statx into) {
    int result = statx(name, Constants.AT_STATX_DONT_SYNC, EVERYTHING, into);
    boolean enough = local || (result == 0 && new Stat(into).isMountPoint());
    return enough ? result : statx(name, into);
  }

  /**
   * Whether something is mounted on an entry, even if this process may not look at it: statx(2)
   * with an empty mask asks for no attribute of the inode.
   */
  boolean isMountPoint(Name name) {
    Statx raw = new Statx();
    int result = statx(name, Constants.AT_STATX_DONT_SYNC, 0, raw);
    return result == 0 && new Stat(raw).isMountPoint();
  }

  /** Whether an entry of this name exists and is still the inode of a snapshot. */
  public boolean stillNames(Name name, Stat inode) throws SystemCallException {
    Stat named = statIfExists(name);
    return named != null && named.isSameInode(inode);
  }

  /** The text of an entry that is a symbolic link. */
  public Bytes linkText(Name name) throws SystemCallException {
    return readLink(fd(), name.array(), name);
  }

  /**
   * Opens an entry of any type for reading, without waiting, and without changing its access time
   * if this process may do that.
   */
  public OpenFile openFile(Name name) throws SystemCallException {
    return new OpenFile(openQuietly(name.array(), 0, SystemCall.OPEN, name));
  }

  /** Opens an entry for reading and writing, without waiting; its content stays. */
  public OpenFile openForWriting(Name name) throws SystemCallException {
    int flags = Constants.O_RDWR | Constants.O_NONBLOCK | Constants.O_NOCTTY;
    return new OpenFile(openEntry(name, flags, SystemCall.OPEN));
  }

  /**
   * Opens a file for reading and writing, and creates it if it does not exist. An entry of another
   * type is opened without waiting, a symbolic link not at all: the caller checks the type.
   *
   * @param mode the permission bits of a file that is created, 0 to 0777, without those that
   *     umask(2) takes away
   */
  public OpenFile openOrCreateFile(Name name, int mode) throws SystemCallException {
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_NOFOLLOW
            | Constants.O_NONBLOCK
            | Constants.O_NOCTTY;
    int opened = At.openat(fd(), name.array(), flags, mode);
    return new OpenFile(new Fd(check(opened, SystemCall.OPEN, name)));
  }

  /**
   * Creates a regular file, which must not exist, and opens it for reading and writing.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) is
   */
  public OpenFile createFile(Name name, int mode) throws SystemCallException {
    return new EntryCreator(this).createFile(name, mode);
  }

  /**
   * As {@link #createFile}, but with one system call: umask(2) and a default ACL may take bits of
   * the mode away.
   */
  public OpenFile createFileAtMost(Name name, int mode) throws SystemCallException {
    return new EntryCreator(this).createFileAtMost(name, mode);
  }

  /**
   * As {@link #createFile}, for a file to which no user may have more access than the mode gives;
   * see {@link #limitMode}. Nothing is left over if that fails.
   *
   * @throws UnsafePathException if the file system keeps no modes, and lets other users in
   */
  public OpenFile createPrivateFile(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createPrivateFile(name, mode);
  }

  /**
   * Creates a regular file without a name, O_TMPFILE of open(2), and opens it for reading and
   * writing. It disappears when it is closed, unless {@link #createLink(Name, OpenFile)} gave it a
   * name.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) is
   * @return null if the file system or the kernel does not support such files
   */
  public @Nullable OpenFile createUnnamed(int mode)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createUnnamed(mode);
  }

  /**
   * As {@link #createUnnamed}, but with one system call, and the file can never get a name, O_EXCL:
   * umask(2) and a default ACL may take bits of the mode away.
   */
  public @Nullable OpenFile createNeverNamed(int mode) throws SystemCallException {
    return new EntryCreator(this).createNeverNamed(mode);
  }

  /**
   * As {@link #createNeverNamed(int)}, in a directory that is reached by a path as any program
   * does: for a path that the caller has verified.
   */
  public static @Nullable OpenFile createNeverNamedAmbient(BytePath directory, int mode)
      throws SystemCallException {
    return EntryCreator.createNeverNamed(Fd.CWD, directory.bytes().array(), mode);
  }

  /**
   * Creates a directory, which must not exist, and opens it.
   *
   * <p>Safety: returns the directory that was created, whatever others rename meanwhile.
   *
   * @param mode its permission bits, 0 to 01777, whatever umask(2) is; it inherits a set-group-ID
   *     bit
   * @throws UnsafePathException if another user prevented that
   */
  public Directory createDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createDirectory(name, mode);
  }

  /**
   * As {@link #createDirectory}, for a directory to which no user may have more access than the
   * mode gives, opened for listing and locking; see {@link #limitMode}. Nothing is left over if
   * that fails.
   *
   * @throws UnsafePathException also if the file system keeps no modes, and lets other users in
   */
  public Directory createPrivateDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createPrivateDirectory(name, mode);
  }

  /**
   * As {@link #createPrivateDirectory}, but umask(2) and a default ACL may take bits of the mode
   * away, and a file system that keeps no modes may let others in: the caller has to {@linkplain
   * #limitCreated limit} it.
   */
  public Directory createDirectoryAtMost(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createDirectoryAtMost(name, mode);
  }

  /**
   * Creates a symbolic link, symlink(2), and holds it; safety and exceptions as for {@link
   * #createDirectory}.
   */
  public Inode createSymlink(Name name, Bytes target)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createSymlink(name, target);
  }

  /**
   * Creates an inode without content, mknod(2), and holds it: a fifo, a device node or a socket on
   * which no process listens. Safety and exceptions as for {@link #createDirectory}.
   *
   * @param mode its permission bits, whatever umask(2) is
   * @param major of a device node
   * @param minor of a device node
   */
  public Inode createNode(Name name, FileType type, int mode, int major, int minor)
      throws SystemCallException, UnsafePathException {
    return new EntryCreator(this).createNode(name, type, mode, major, minor);
  }

  /**
   * Gives a file of {@link #createUnnamed} a name here, linkat(2): the file appears with everything
   * that was written to it.
   *
   * @throws SystemCallException with EEXIST if the name is taken
   */
  public void createLink(Name name, OpenFile unnamed) throws SystemCallException {
    byte[] magic = unnamed.fd().procPath();
    int result = At.linkat(Fd.CWD, magic, fd(), name.array(), Constants.AT_SYMLINK_FOLLOW);
    check(result, SystemCall.CREATE_FILE, name);
  }

  /**
   * Gives an inode one more name here, linkat(2): that inode and no other, whatever its names lead
   * to meanwhile.
   *
   * @throws SystemCallException with EEXIST if the name is taken, with ENOENT if the inode has no
   *     name left
   */
  public void createHardLink(Name name, Handle held) throws SystemCallException {
    byte[] magic = held.fd().procPath();
    int result = At.linkat(Fd.CWD, magic, fd(), name.array(), Constants.AT_SYMLINK_FOLLOW);
    check(result, SystemCall.CREATE_HARD_LINK, name);
  }

  /** Renames an entry within this directory, atomically replacing one of that name. */
  public void rename(Name from, Name to) throws SystemCallException {
    check(At.renameat(fd(), from.array(), fd(), to.array()), SystemCall.RENAME, to);
  }

  /**
   * Renames an entry within this directory to a name that is free, renameat2(2) with
   * RENAME_NOREPLACE. Where that is missing, gives anything but a directory its new name before the
   * old one is removed. Where links are missing too, looks first.
   *
   * @return false if it had to look first: what another process created in between was replaced
   * @throws SystemCallException with EEXIST if the name is taken
   */
  public boolean renameToFree(Name from, Name to) throws SystemCallException {
    int moved = moveToFree(this, from, this, to);
    if (moved >= 0 || !Feature.HARD_LINKS.isMissing(moved)) {
      check(moved, SystemCall.RENAME, to);
      return true;
    }
    if (statIfExists(to) != null) {
      throw new SystemCallException(SystemCall.RENAME, to, Errno.EEXIST);
    }
    rename(from, to);
    return false;
  }

  /** As {@link #renameToFree}, to any directory of the same file system: 0 or minus errno. */
  static int moveToFree(Directory from, Name name, Directory to, Name newName) {
    byte[] old = name.array();
    int flags = Constants.RENAME_NOREPLACE;
    int moved = At.renameat2(from.fd(), old, to.fd(), newName.array(), flags);
    if (moved < 0 && Feature.RENAME_NOREPLACE.isMissing(moved)) {
      moved = At.linkat(from.fd(), old, to.fd(), newName.array(), 0);
      if (moved == 0) {
        moved = At.unlinkat(from.fd(), old, 0);
      }
    }
    return moved;
  }

  /**
   * Removes an entry that is not a directory, unlink(2); from a read-only snapshot of a user, which
   * becomes writable, too.
   */
  public void remove(Name name) throws SystemCallException {
    check(unlink(name, 0), SystemCall.REMOVE, name);
  }

  private int unlink(Name name, int flags) throws SystemCallException {
    int result = At.unlinkat(fd(), name.array(), flags);
    if (Errno.EROFS.isReasonOf(result) && ReadOnlySnapshot.makeWritable(this)) {
      result = At.unlinkat(fd(), name.array(), flags);
    }
    return result;
  }

  /** As {@link #remove}, but returns false if there is no such entry. */
  public boolean removeIfExists(Name name) throws SystemCallException {
    try {
      remove(name);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * As {@link #remove}, but returns false for whatever reason it fails: always for a directory, for
   * which the kernel refuses unlink(2).
   */
  public boolean tryRemove(Name name) {
    return At.unlinkat(fd(), name.array(), 0) == 0;
  }

  /** Removes an empty directory, rmdir(2); as {@link #remove}. */
  public void removeDirectory(Name name) throws SystemCallException {
    check(unlink(name, Constants.AT_REMOVEDIR), SystemCall.REMOVE_DIRECTORY, name);
  }

  /** Where reading the entries continues, for {@link #seekTo}. */
  long readPosition() throws SystemCallException {
    return seek(0, Constants.SEEK_CUR);
  }

  /** Continues reading the entries at a position of an earlier descriptor of this directory. */
  void seekTo(long position) throws SystemCallException {
    seek(position, Constants.SEEK_SET);
  }

  private long seek(long offset, int from) throws SystemCallException {
    long at = Io.lseek(fd(), offset, from);
    return at < 0 ? check((int) at, SystemCall.SEEK_DIRECTORY) : at;
  }

  /**
   * Waits until the names are on the disk, fsync(2). Needs a directory opened for reading.
   *
   * @throws SystemCallException with EINVAL if the file system does not support this
   */
  public void sync() throws SystemCallException {
    check(Io.fsync(fd()), SystemCall.SYNC_DIRECTORY);
  }

  /** The entries in the order of the file system; needs a directory opened for reading. */
  public DirectoryStream entries() {
    return new DirectoryStream(fd());
  }

  /**
   * The entries from a random position on, for a directory of which a part was read and the whole
   * would take too long. Positions are numbers or hashes, as the file system likes: the ones tried
   * are at most {@value #FARTHEST} doublings from where reading has come.
   *
   * @return null if there are no entries at the positions that were tried
   */
  public @Nullable DirectoryStream entriesFromAnywhere() throws SystemCallException {
    byte[] random = new byte[Long.BYTES];
    check(Credentials.getrandom(random), SystemCall.GET_RANDOM);
    long number = ByteBuffer.wrap(random).getLong() >>> 1;
    long reached = readPosition();
    DirectoryStream stream = entries();
    for (int doublings = FARTHEST; doublings >= 0 && reached > 0; doublings--) {
      long range = reached > Long.MAX_VALUE >> doublings ? Long.MAX_VALUE : reached << doublings;
      long position = number % range;
      if (Io.lseek(fd(), position, Constants.SEEK_SET) == position && stream.tryFill()) {
        return stream;
      }
    }
    return null;
  }

  /**
   * An unguessable name for something that will replace {@code target} when it is complete.
   *
   * @throws SystemCallException if the kernel gives no random bytes
   */
  public static Name temporaryName(Name target) throws SystemCallException {
    byte[] random = new byte[RANDOM_BYTES];
    check(Credentials.getrandom(random), SystemCall.GET_RANDOM);
    StringBuilder text = new StringBuilder(".#").append(target.bytes().latin1());
    text.setLength(Math.min(text.length(), LONGEST_NAME - 2 * RANDOM_BYTES));
    return Name.of(Bytes.latin1(text.append(HexFormat.of().formatHex(random)).toString()));
  }
}
