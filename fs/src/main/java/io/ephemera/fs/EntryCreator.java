// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;
import org.jspecify.annotations.Nullable;

/**
 * Creates the entries of a directory. Each has exactly the permission bits that were asked for, and
 * what is returned is the inode that was created, whatever others rename meanwhile.
 */
final class EntryCreator {
  private static final byte[] DOT = {'.'};
  private static final int OWNER_WRITES = 0200;

  /** Nothing can change the mode of a symbolic link. */
  private static final int NO_MODE = -1;

  private final Directory parent;

  EntryCreator(Directory parent) {
    this.parent = parent;
  }

  OpenFile createFile(Name name, int mode) throws SystemCallException {
    return undoUmask(createFileAtMost(name, mode), mode);
  }

  /** As {@link #createFile}, but umask(2) and a default ACL may take bits away. */
  OpenFile createFileAtMost(Name name, int mode) throws SystemCallException {
    int flags =
        Constants.O_RDWR
            | Constants.O_CREAT
            | Constants.O_EXCL
            | Constants.O_NOFOLLOW
            | Constants.O_NOCTTY;
    int opened = At.openat(parent.fd(), name.array(), flags, mode);
    return new OpenFile(new Fd(check(opened, SystemCall.CREATE_FILE, name)));
  }

  /** As {@link #createFile}, where others must not get in; see {@link Handle#limitMode}. */
  OpenFile createPrivateFile(Name name, int mode) throws SystemCallException, UnsafePathException {
    try (ScopedHandle<OpenFile> created = new ScopedHandle<>(createFileAtMost(name, mode))) {
      limitOrRemove(created.get(), name, mode, 0);
      return created.release();
    }
  }

  @Nullable OpenFile createUnnamed(int mode) throws SystemCallException, UnsafePathException {
    OpenFile opened = openUnnamed(parent.fd(), DOT, 0, mode);
    if (opened == null) {
      return null;
    }
    try (ScopedHandle<OpenFile> created = new ScopedHandle<>(opened)) {
      opened.limitCreated(mode);
      return created.release();
    }
  }

  @Nullable OpenFile createNeverNamed(int mode) throws SystemCallException {
    return createNeverNamed(parent.fd(), DOT, mode);
  }

  static @Nullable OpenFile createNeverNamed(Fd from, byte[] directory, int mode)
      throws SystemCallException {
    return openUnnamed(from, directory, Constants.O_EXCL, mode);
  }

  private static @Nullable OpenFile openUnnamed(Fd from, byte[] directory, int flags, int mode)
      throws SystemCallException {
    int opened = At.openat(from, directory, Constants.O_RDWR | Constants.O_TMPFILE | flags, mode);
    if (opened < 0 && Feature.UNNAMED_FILES.isMissing(opened)) {
      return null;
    }
    return new OpenFile(new Fd(check(opened, SystemCall.CREATE_UNNAMED_FILE)));
  }

  Directory createDirectory(Name name, int mode) throws SystemCallException, UnsafePathException {
    if (!Staging.isNeeded(parent.ownerAndMode())) {
      return makeDirectory(name, mode);
    }
    // A directory can only be moved by someone who may write to it.
    Staging.Step<Directory> step =
        (staging, free) -> new EntryCreator(staging).makeDirectory(free, mode | OWNER_WRITES);
    try (ScopedHandle<Directory> created = new ScopedHandle<>(Staging.create(parent, name, step))) {
      if ((mode & OWNER_WRITES) == 0) {
        created.get().setMode(created.get().stat().mode() & ~OWNER_WRITES);
      }
      return created.release();
    }
  }

  private Directory makeDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    check(At.mkdirat(parent.fd(), name.array(), mode), SystemCall.CREATE_DIRECTORY, name);
    return verifyOwn(openCreated(name), name, mode);
  }

  /** As {@link #createDirectory}, where others must not get in, and opened for reading. */
  Directory createPrivateDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(parent.ownerAndMode())
        ? Staging.create(
            parent,
            name,
            (staging, free) -> new EntryCreator(staging).makePrivateDirectory(free, mode))
        : makePrivateDirectory(name, mode);
  }

  private Directory makePrivateDirectory(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    try (ScopedHandle<Directory> created = new ScopedHandle<>(makeDirectoryAtMost(name, mode))) {
      limitOrRemove(created.get(), name, mode, Constants.AT_REMOVEDIR);
      return created.release();
    }
  }

  /** As {@link #createPrivateDirectory}, but umask(2) and a default ACL may take bits away. */
  Directory createDirectoryAtMost(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(parent.ownerAndMode())
        ? createPrivateDirectory(name, mode)
        : makeDirectoryAtMost(name, mode);
  }

  private Directory makeDirectoryAtMost(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    check(At.mkdirat(parent.fd(), name.array(), mode), SystemCall.CREATE_DIRECTORY, name);
    return openOrRemove(name, mode);
  }

  private Directory openOrRemove(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    try {
      return openForReading(name, mode);
    } catch (SystemCallException e) {
      At.unlinkat(parent.fd(), name.array(), Constants.AT_REMOVEDIR);
      throw e;
    }
  }

  private Directory openForReading(Name name, int mode)
      throws SystemCallException, UnsafePathException {
    try {
      return parent.openForReading(name);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(name);
      }
      if (!e.is(Errno.EACCES)) {
        throw e;
      }
      try (Directory created = openCreated(name)) { // umask(2) left the owner no access
        created.limitMode(mode);
        return created.reopenForReading();
      }
    }
  }

  /** Removes the entry if it cannot have the mode: nothing is left over. */
  private void limitOrRemove(Handle created, Name name, int mode, int flags)
      throws SystemCallException, UnsafePathException {
    boolean limited = false;
    try {
      created.limitCreated(mode);
      limited = true;
    } finally {
      if (!limited) {
        At.unlinkat(parent.fd(), name.array(), flags);
      }
    }
  }

  private Directory openCreated(Name name) throws SystemCallException, UnsafePathException {
    try {
      return parent.open(name);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(name);
      }
      throw e;
    }
  }

  Inode createSymlink(Name name, Bytes target) throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(parent.ownerAndMode())
        ? Staging.create(
            parent, name, (staging, free) -> new EntryCreator(staging).makeSymlink(free, target))
        : makeSymlink(name, target);
  }

  private Inode makeSymlink(Name name, Bytes target)
      throws SystemCallException, UnsafePathException {
    int made = At.symlinkat(target.array(), parent.fd(), name.array());
    check(made, SystemCall.CREATE_SYMBOLIC_LINK, name);
    return verifyOwn(parent.inode(name), name, NO_MODE);
  }

  Inode createNode(Name name, FileType type, int mode, int major, int minor)
      throws SystemCallException, UnsafePathException {
    return Staging.isNeeded(parent.ownerAndMode())
        ? Staging.create(
            parent,
            name,
            (staging, free) -> new EntryCreator(staging).makeNode(free, type, mode, major, minor))
        : makeNode(name, type, mode, major, minor);
  }

  private Inode makeNode(Name name, FileType type, int mode, int major, int minor)
      throws SystemCallException, UnsafePathException {
    int made = At.mknodat(parent.fd(), name.array(), type.format() | mode, major, minor);
    check(made, creationOf(type), name);
    return verifyOwn(parent.inode(name), name, mode);
  }

  private static SystemCall creationOf(FileType type) {
    return switch (type) {
      case FIFO -> SystemCall.CREATE_FIFO;
      case SOCKET -> SystemCall.CREATE_SOCKET_FILE;
      case CHARACTER_DEVICE -> SystemCall.CREATE_CHARACTER_DEVICE;
      case BLOCK_DEVICE -> SystemCall.CREATE_BLOCK_DEVICE;
      case REGULAR, DIRECTORY, SYMLINK, UNKNOWN -> SystemCall.CREATE_NODE;
    };
  }

  /** Returns a handle of what we just created, unless another user put something in its place. */
  private <H extends Handle> H verifyOwn(H handle, Name name, int mode)
      throws SystemCallException, UnsafePathException {
    try (ScopedHandle<H> created = new ScopedHandle<>(handle)) {
      Stat stat = handle.stat();
      if (stat.uid() != Credentials.geteuid()) {
        throw exchanged(name);
      }
      handle.rememberCreation(stat);
      if (mode != NO_MODE) {
        undoUmask(handle, stat, mode);
      }
      return created.release();
    }
  }

  static UnsafePathException exchanged(Name name) {
    return new UnsafePathException(name + " was exchanged while it was being created");
  }

  /** Gives a created inode the permission bits that umask(2) took away. */
  <H extends Handle> H undoUmask(H handle, int mode) throws SystemCallException {
    try (ScopedHandle<H> created = new ScopedHandle<>(handle)) {
      Stat stat = handle.stat();
      handle.rememberCreation(stat);
      undoUmask(handle, stat, mode);
      return created.release();
    }
  }

  /**
   * Where the directory has a default ACL, acl(5), the kernel ignores umask(2), and the mode is
   * right already.
   */
  private void undoUmask(Handle created, Stat stat, int mode) throws SystemCallException {
    if ((stat.mode() & 01777) != mode && parent.attribute("system.posix_acl_default") == null) {
      created.setMode(mode | (stat.mode() & 02000));
    }
  }
}
