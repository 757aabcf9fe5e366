// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;

/** An inode of any type, held with O_PATH: no device is opened and no symbolic link followed. */
public final class Inode extends Handle {
  Inode(Fd fd) {
    super(fd);
  }

  /**
   * Holds what a path leads to as any program reaches it, following symbolic links: for a path that
   * the caller trusts.
   *
   * @throws SystemCallException if it does not exist or cannot be reached
   */
  public static Inode openAmbient(BytePath path) throws SystemCallException {
    int opened = At.openat(Fd.CWD, path.bytes().array(), Constants.O_PATH, 0);
    return new Inode(new Fd(check(opened, SystemCall.OPEN, path)));
  }

  /** An inode by a descriptor that this process inherited, and which is closed with the handle. */
  public static Inode ofDescriptor(int number) {
    return new Inode(new Fd(number));
  }

  /**
   * The same inode as a directory, by a descriptor of its own.
   *
   * @throws SystemCallException with ENOTDIR if it is none
   */
  public Directory directory() throws SystemCallException {
    return new Directory(reopen(Constants.O_PATH | Constants.O_DIRECTORY));
  }

  /** The text of a symbolic link, readlink(2). */
  public Bytes linkText() throws SystemCallException {
    return readLink(fd(), ITSELF, "");
  }

  /**
   * The file attributes of chattr(1), FS_IOC_GETFLAGS. Opens the inode: for regular files and
   * directories only.
   *
   * @return FS_*_FL bits
   */
  public int fileAttributes() throws SystemCallException {
    try (Fd open = reopen(readOnly())) {
      long flags = Io.getFlags(open);
      return flags < 0 ? check((int) flags, SystemCall.READ_FILE_ATTRIBUTES) : (int) flags;
    }
  }

  /** Sets the file attributes of chattr(1), FS_IOC_SETFLAGS. */
  public void setFileAttributes(int flags) throws SystemCallException {
    try (Fd open = reopen(readOnly())) {
      check(Io.setFlags(open, flags), SystemCall.SET_FILE_ATTRIBUTES);
    }
  }

  private static int readOnly() {
    return Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_NOCTTY;
  }

  /** Opens a regular file's content for reading. */
  public OpenFile openForReading() throws SystemCallException {
    return new OpenFile(reopen(readOnly()));
  }

  /**
   * The beginning of a regular file's content, without changing its access time, by which cleaners
   * judge.
   *
   * @param length the most bytes to read
   * @throws SystemCallException with EPERM if this process may read it only by changing that time
   */
  public Bytes peek(int length) throws SystemCallException {
    try (OpenFile file = new OpenFile(reopen(readOnly() | Constants.O_NOATIME))) {
      return file.read(0, length);
    }
  }

  /**
   * Opens an inode of any type for writing, without waiting for a reader of a fifo and without
   * acquiring a controlling terminal.
   */
  public OpenFile openForWriting(boolean append) throws SystemCallException {
    int flags = Constants.O_WRONLY | Constants.O_NONBLOCK | Constants.O_NOCTTY;
    return new OpenFile(reopen(append ? flags | Constants.O_APPEND : flags));
  }

  /**
   * The same inode as a directory for listing, without changing its access time if this process may
   * do that.
   */
  public Directory listable() throws SystemCallException {
    return new Directory(fd()).reopenForReading();
  }
}
