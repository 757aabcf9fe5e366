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
import org.jspecify.annotations.Nullable;

/**
 * An open directory. Everything below is reached from here one {@link Name} at a time, and no
 * operation follows a symbolic link.
 *
 * <p>Safety: whoever renames directories or plants links can make a call fail, never lead it
 * elsewhere.
 */
public final class Directory extends Handle {
  private static final byte[] DOT = {'.'};
  private static final byte[] UP = {'.', '.'};
  private static final String HEX = "0123456789abcdef";
  private static final int LONGEST_NAME = 255;

  /** The mode of a symbolic link, which nothing can change. */
  private static final int UNCHANGED = -1;

  /** What it was on a walk that nothing has changed since, or null. */
  private final @Nullable Stat known;

  Directory(Fd fd) {
    this(fd, null);
  }

  private Directory(Fd fd, @Nullable Stat known) {
    super(fd);
    this.known = known;
  }

  /**
   * Opens a directory by a path, as any program does, symbolic links included: the way in for a
   * path that the caller trusts.
   *
   * @throws SystemCallException if there is none or it may not be opened
   */
  public static Directory openAmbient(BytePath path) throws SystemCallException {
    int flags = Constants.O_PATH | Constants.O_DIRECTORY;
    byte[] bytes = path.bytes().array();
    return new Directory(
        new Fd(check(At.openat(Fd.CWD, bytes, flags, 0), SystemCall.OPEN_DIRECTORY, path)));
  }

  /** The same inode as a directory; the inode is no longer to be used. */
  public static Directory of(Inode inode) throws SystemCallException {
    if (!inode.stat().isDirectory()) {
      inode.close();
      throw new SystemCallException(SystemCall.OPEN_DIRECTORY, "", Errno.ENOTDIR);
    }
    return new Directory(inode.fd());
  }

  /** Opens an entry that is a directory. */
  public Directory open(Name name) throws SystemCallException {
    return new Directory(
        opened(name, Constants.O_PATH | Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY));
  }

  /**
   * Opens an entry that is a directory so that it can be listed and locked, without leaving a time
   * of access behind where we may.
   *
   * <p>Falls back on EPERM only: O_NOATIME is for the owner and for CAP_FOWNER.
   */
  public Directory openForReading(Name name) throws SystemCallException {
    return new Directory(
        withoutTrace(name.array(), Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, name));
  }

  /** This directory again, so that it can be listed and locked. */
  public Directory reopenForReading() throws SystemCallException {
    return new Directory(withoutTrace(DOT, Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, ""));
  }

  private Fd withoutTrace(byte[] name, int more, SystemCall call, Object shown)
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

  private Fd opened(Name name, int flags, SystemCall call) throws SystemCallException {
    int opened = At.openat(fd(), name.array(), flags | Constants.O_NOFOLLOW, 0);
    return new Fd(check(opened, call, name));
  }

  /** The directory that holds this one; the caller verifies that it is the one expected. */
  Directory above() throws SystemCallException {
    return new Directory(withoutTrace(UP, Constants.O_DIRECTORY, SystemCall.OPEN_DIRECTORY, ""));
  }

  /**
   * Whether this directory is the one of a snapshot or lies anywhere below it, by the way up to the
   * top of all.
   *
   * @throws SystemCallException if a directory above may not be searched
   */
  public boolean isWithin(Stat directory) throws SystemCallException {
    Directory here = above(DOT);
    try {
      while (true) {
        Stat stat = here.stat();
        Directory next = here.above(UP);
        here.close();
        here = next;
        if (stat.isSameInode(directory)) {
          return true;
        }
        if (next.stat().isSameInode(stat)) {
          return false;
        }
      }
    } finally {
      here.close();
    }
  }

  private Directory above(byte[] step) throws SystemCallException {
    return new Directory(
        new Fd(
            check(
                At.openat(fd(), step, Constants.O_PATH | Constants.O_DIRECTORY, 0),
                SystemCall.OPEN_DIRECTORY,
                "..")));
  }

  /**
   * This directory for one more user, who closes it apart from this one.
   *
   * @param stat its owner and mode: only that owner and root could have changed them meanwhile
   */
  Directory shared(Stat stat) {
    return new Directory(fd().share(), stat);
  }

  /** This directory held as an inode. */
  public Inode inode() throws SystemCallException {
    return new Inode(
        new Fd(
            check(
                At.openat(fd(), DOT, Constants.O_PATH | Constants.O_DIRECTORY, 0),
                SystemCall.OPEN)));
  }

  /** Holds an entry, whatever it is. */
  public Inode inode(Name name) throws SystemCallException {
    return new Inode(opened(name, Constants.O_PATH, SystemCall.OPEN));
  }

  /** What the kernel says of an entry; a symbolic link and an automount point stay as they are. */
  public Stat stat(Name name) throws SystemCallException {
    Statx raw = new Statx();
    check(statx(name, raw), SystemCall.STAT, name);
    return new Stat(raw);
  }

  /** As {@link #stat(Name)}, but null when there is no such entry. */
  public @Nullable Stat statIfExists(Name name) throws SystemCallException {
    Statx raw = new Statx();
    int result = statx(name, raw);
    if (result < 0 && Errno.of(-result) == Errno.ENOENT) {
      return null;
    }
    check(result, SystemCall.STAT, name);
    return new Stat(raw);
  }

  private int statx(Name name, Statx into) {
    int mask = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;
    return At.statx(
        fd(), name.array(), Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT, mask, into);
  }

  /** The text of an entry that is a symbolic link. */
  public Bytes linkText(Name name) throws SystemCallException {
    byte[] text = new byte[4096];
    return Bytes.of(
        text, 0, check(At.readlinkat(fd(), name.array(), text), SystemCall.READ_LINK, name));
  }

  /**
   * Opens an entry for reading without waiting, without a trace where we may, whatever its type.
   */
  public OpenFile openFile(Name name) throws SystemCallException {
    return new OpenFile(withoutTrace(name.array(), 0, SystemCall.OPEN, name));
  }

  /** Opens an entry for writing without waiting; the content stays. */
  public OpenFile openForWriting(Name name) throws SystemCallException {
    return new OpenFile(
        opened(
            name, Constants.O_RDWR | Constants.O_NONBLOCK | Constants.O_NOCTTY, SystemCall.OPEN));
  }

  /**
   * Creates a regular file, which must not exist, and opens it for reading and writing.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) says
   */
  public OpenFile createFile(Name name, int mode) throws SystemCallException {
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_EXCL
            | Constants.O_NOFOLLOW
            | Constants.O_NOCTTY;
    int opened = At.openat(fd(), name.array(), flags, mode);
    OpenFile created = new OpenFile(new Fd(check(opened, SystemCall.CREATE_FILE, name)));
    return undoUmask(created, mode);
  }

  /**
   * Opens a file for reading and writing, and creates it where it is missing. Whatever else has the
   * name is opened without waiting, a symbolic link not at all: who uses it looks what it is.
   *
   * @param mode the permission bits of one that is created, 0 to 0777, less what umask(2) says
   */
  public OpenFile openOrCreateFile(Name name, int mode) throws SystemCallException {
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_NOFOLLOW
            | Constants.O_NONBLOCK
            | Constants.O_NOCTTY;
    return new OpenFile(
        new Fd(check(At.openat(fd(), name.array(), flags, mode), SystemCall.OPEN, name)));
  }

  /**
   * Creates a directory, which must not exist, and opens it.
   *
   * @param mode its permission bits, 0 to 01777, whatever umask(2) says; it inherits a set-group-ID
   *     bit
   *     <p>Safety: what is returned is what was created, whatever others rename meanwhile.
   * @throws UnsafePathException if others prevented that
   */
  public Directory createDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    if (!Staging.isNeeded(known == null ? stat() : known)) {
      return makeDirectory(name, mode);
    }
    // Only who may write to a directory may move it.
    Directory created = Staging.make(this, name, (at, free) -> at.makeDirectory(free, mode | 0200));
    if ((mode & 0200) == 0) {
      created.setMode(created.stat().mode() & ~0200);
    }
    return created;
  }

  private Directory makeDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    check(At.mkdirat(fd(), name.array(), mode), SystemCall.CREATE_DIRECTORY, name);
    return ours(openCreated(name), name, mode);
  }

  private Directory openCreated(Name name) throws SystemCallException, UnsafePathException {
    try {
      return open(name);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(name);
      }
      throw e;
    }
  }

  static UnsafePathException exchanged(Name name) {
    return new UnsafePathException(name + " was exchanged while it was being created");
  }

  /** The handle of what we just created, unless somebody put something of his own in its place. */
  private <H extends Handle> H ours(H created, Name name, int mode)
      throws SystemCallException, UnsafePathException {
    boolean done = false;
    try {
      Stat stat = created.stat();
      if (stat.uid() != Credentials.geteuid()) {
        throw exchanged(name);
      }
      created.remember(stat);
      if (mode != UNCHANGED) {
        undoUmask(created, stat, mode);
      }
      done = true;
      return created;
    } finally {
      if (!done) {
        created.close();
      }
    }
  }

  /**
   * Gives a created inode the bits that umask(2) kept from it. Where the directory has a default
   * ACL the kernel did not ask umask(2), acl(5), and the mode is right as it is.
   */
  <H extends Handle> H undoUmask(H created, int mode) throws SystemCallException {
    try {
      created.remember(created.stat());
      undoUmask(created, created.statSinceCreation(), mode);
      return created;
    } catch (SystemCallException e) {
      created.close();
      throw e;
    }
  }

  private void undoUmask(Handle created, Stat stat, int mode) throws SystemCallException {
    if ((stat.mode() & 01777) != mode && attribute("system.posix_acl_default") == null) {
      created.setMode(mode | (stat.mode() & 02000));
    }
  }

  /** Creates a symbolic link, symlink(2), and holds it. */
  public Inode createSymlink(Name name, Bytes target)
      throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(known == null ? stat() : known)
        ? Staging.make(this, name, (at, free) -> at.makeSymlink(free, target))
        : makeSymlink(name, target);
  }

  private Inode makeSymlink(Name name, Bytes target)
      throws SystemCallException, UnsafePathException {
    int made = At.symlinkat(target.array(), fd(), name.array());
    check(made, SystemCall.CREATE_SYMBOLIC_LINK, name);
    return ours(inode(name), name, UNCHANGED);
  }

  /** Creates a fifo, mknod(2), with these permission bits whatever umask(2) says. */
  public Inode createFifo(Name name, int mode) throws SystemCallException, UnsafePathException {
    return createNode(name, FileType.FIFO, mode, 0, 0);
  }

  /** Creates a device node, mknod(2), with these permission bits whatever umask(2) says. */
  public Inode createDevice(Name name, boolean block, int major, int minor, int mode)
      throws SystemCallException, UnsafePathException {
    FileType type = block ? FileType.BLOCK_DEVICE : FileType.CHARACTER_DEVICE;
    return createNode(name, type, mode, major, minor);
  }

  /**
   * Creates an inode without content, mknod(2): a fifo, a device node or a socket that nobody
   * listens on. It is held; safety and exceptions as for {@link #createDirectory}.
   */
  public Inode createNode(Name name, FileType type, int mode, int major, int minor)
      throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(known == null ? stat() : known)
        ? Staging.make(this, name, (at, free) -> at.makeNode(free, type, mode, major, minor))
        : makeNode(name, type, mode, major, minor);
  }

  private static SystemCall creation(FileType type) {
    return switch (type) {
      case FIFO -> SystemCall.CREATE_FIFO;
      case SOCKET -> SystemCall.CREATE_SOCKET_FILE;
      case CHARACTER_DEVICE -> SystemCall.CREATE_CHARACTER_DEVICE;
      case BLOCK_DEVICE -> SystemCall.CREATE_BLOCK_DEVICE;
      case REGULAR, DIRECTORY, SYMLINK, UNKNOWN -> SystemCall.CREATE_NODE;
    };
  }

  private Inode makeNode(Name name, FileType type, int mode, int major, int minor)
      throws SystemCallException, UnsafePathException {
    int made = At.mknodat(fd(), name.array(), type.format() | mode, major, minor);
    check(made, creation(type), name);
    return ours(inode(name), name, mode);
  }

  /**
   * Creates a regular file without a name, open(2) with O_TMPFILE, and opens it for reading and
   * writing. It is gone when it is closed, unless it was given a name.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) says
   * @throws SystemCallException with EOPNOTSUPP, EISDIR or ENOENT where the file system or the
   *     kernel has no such files
   */
  public OpenFile createUnnamed(int mode) throws SystemCallException {
    int opened = At.openat(fd(), DOT, Constants.O_RDWR | Constants.O_TMPFILE, mode);
    OpenFile created = new OpenFile(new Fd(check(opened, SystemCall.CREATE_UNNAMED_FILE, "")));
    return undoUmask(created, mode);
  }

  /**
   * As {@link #createFile}, but in one call: umask(2) and a default ACL may take bits of the mode
   * away.
   */
  public OpenFile createFileAtMost(Name name, int mode) throws SystemCallException {
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_EXCL
            | Constants.O_NOFOLLOW
            | Constants.O_NOCTTY;
    int opened = At.openat(fd(), name.array(), flags, mode);
    return new OpenFile(new Fd(check(opened, SystemCall.CREATE_FILE, name)));
  }

  /**
   * As {@link #createUnnamed}, but in one call, and the file can never be given a name, O_EXCL:
   * umask(2) and a default ACL may take bits of the mode away.
   */
  public OpenFile createNeverNamed(int mode) throws SystemCallException {
    return createNeverNamed(fd(), DOT, mode);
  }

  /**
   * As {@link #createNeverNamed(int)}, in a directory that is reached by a path, as any program
   * does: the way in for a path that the caller has verified.
   */
  public static OpenFile createNeverNamedAmbient(BytePath directory, int mode)
      throws SystemCallException {
    return createNeverNamed(Fd.CWD, directory.bytes().array(), mode);
  }

  private static OpenFile createNeverNamed(Fd from, byte[] path, int mode)
      throws SystemCallException {
    int flags = Constants.O_RDWR | Constants.O_TMPFILE | Constants.O_EXCL;
    return new OpenFile(
        new Fd(check(At.openat(from, path, flags, mode), SystemCall.CREATE_UNNAMED_FILE, "")));
  }

  /**
   * Gives a file that {@link #createUnnamed} made a name here, linkat(2): the file is there, with
   * all that was written, or not at all.
   *
   * @throws SystemCallException with EEXIST if the name is taken
   */
  public void createLink(Name name, OpenFile unnamed) throws SystemCallException {
    byte[] magic = unnamed.fd().procPath();
    int result = At.linkat(Fd.CWD, magic, fd(), name.array(), Constants.AT_SYMLINK_FOLLOW);
    check(result, SystemCall.CREATE_FILE, name);
  }

  /**
   * Whether every directory above, up to the top of all, keeps its entries: nobody but root and
   * this user may give one of them another name. A sticky directory does, inode(7).
   *
   * @throws SystemCallException if a directory above may not be searched
   */
  public boolean isKeptInPlace() throws SystemCallException {
    Stat below = stat();
    Directory here = above(UP);
    try {
      while (true) {
        Stat stat = here.stat();
        if (!stat.belongsToRootOrUs() || (stat.isOpenToOthers() && !stat.isSticky())) {
          return false;
        }
        if (below.isSameInode(stat)) {
          return true;
        }
        below = stat;
        Directory next = here.above(UP);
        here.close();
        here = next;
      }
    } finally {
      here.close();
    }
  }

  /** Gives an entry of another directory a second name here, link(2). */
  public void createLink(Name name, Directory from, Name existing) throws SystemCallException {
    int result = At.linkat(from.fd(), existing.array(), fd(), name.array(), 0);
    check(result, SystemCall.CREATE_HARD_LINK, name);
  }

  /**
   * Gives an entry another name in this directory; an entry that has it is replaced at the same
   * moment.
   */
  public void rename(Name from, Name to) throws SystemCallException {
    check(At.renameat2(fd(), from.array(), fd(), to.array(), 0), SystemCall.RENAME, to);
  }

  /**
   * Gives an entry another name in this directory that must be free, renameat2(2) with
   * RENAME_NOREPLACE.
   *
   * @throws SystemCallException with EEXIST if the name is taken, with EINVAL where the file system
   *     cannot do this
   */
  public void renameToFree(Name from, Name to) throws SystemCallException {
    int flags = Constants.RENAME_NOREPLACE;
    check(At.renameat2(fd(), from.array(), fd(), to.array(), flags), SystemCall.RENAME, to);
  }

  /** Removes an entry that is not a directory, unlink(2). */
  public void remove(Name name) throws SystemCallException {
    check(At.unlinkat(fd(), name.array(), 0), SystemCall.REMOVE, name);
  }

  /** Removes an empty directory, rmdir(2). */
  public void removeDirectory(Name name) throws SystemCallException {
    check(
        At.unlinkat(fd(), name.array(), Constants.AT_REMOVEDIR), SystemCall.REMOVE_DIRECTORY, name);
  }

  /**
   * Takes the exclusive BSD lock, flock(2), without waiting: false when somebody holds one. Needs a
   * directory opened for reading.
   */
  public boolean tryLock() throws SystemCallException {
    return OpenFile.locked(fd());
  }

  /** Where reading entries goes on, for {@link #goOnReading}. */
  long placeOfReading() throws SystemCallException {
    return seek(0, Constants.SEEK_CUR);
  }

  /** Lets reading entries go on where it was in an earlier descriptor of this directory. */
  void goOnReading(long place) throws SystemCallException {
    seek(place, Constants.SEEK_SET);
  }

  private long seek(long offset, int from) throws SystemCallException {
    long at = Io.lseek(fd(), offset, from);
    return at < 0 ? check((int) at, SystemCall.SEEK_DIRECTORY) : at;
  }

  /**
   * Waits until the names are on the disk, fsync(2). Needs a directory opened for reading.
   *
   * @throws SystemCallException with EINVAL where the file system cannot do this
   */
  public void sync() throws SystemCallException {
    check(Io.fsync(fd()), SystemCall.SYNC_DIRECTORY);
  }

  /** The entries, in the order of the file system; needs a directory opened for reading. */
  public DirectoryStream entries() {
    return new DirectoryStream(fd());
  }

  /**
   * A name that nobody can guess, for something that takes the place of {@code target} when it is
   * complete.
   */
  public static Name temporaryName(Name target) throws SystemCallException {
    byte[] random = new byte[8];
    check(Credentials.getrandom(random), SystemCall.GET_RANDOM);
    StringBuilder text = new StringBuilder(".#").append(target.bytes().latin1());
    text.setLength(Math.min(text.length(), LONGEST_NAME - 2 * random.length));
    for (byte b : random) {
      text.append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
    }
    return Name.of(Bytes.latin1(text.toString()));
  }
}
