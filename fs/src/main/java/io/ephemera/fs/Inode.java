// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;

/** Any inode, held with O_PATH: nothing was opened, no device woken, no symbolic link followed. */
public final class Inode extends Handle {
  private static final byte[] ITSELF = new byte[0];

  Inode(Fd fd) {
    super(fd);
  }

  /**
   * Holds what a path leads to, as any program reaches it, symbolic links included: the way in for
   * a path that the caller trusts.
   *
   * @throws SystemCallException if there is nothing or it cannot be reached
   */
  public static Inode openAmbient(BytePath path) throws SystemCallException {
    int opened = At.openat(Fd.CWD, path.bytes().array(), Constants.O_PATH, 0);
    return new Inode(new Fd(check(opened, SystemCall.OPEN, path)));
  }

  /** The text of a symbolic link, readlink(2). */
  public Bytes linkText() throws SystemCallException {
    byte[] text = new byte[4096];
    return Bytes.of(text, 0, check(At.readlinkat(fd(), ITSELF, text), SystemCall.READ_LINK));
  }

  /**
   * The file attributes of chattr(1), FS_IOC_GETFLAGS. Opens the inode, so only for regular files
   * and directories.
   *
   * @return a set of FS_*_FL bits
   */
  public int fileAttributes() throws SystemCallException {
    try (Fd open = reopen(quietly())) {
      long flags = Io.getFlags(open);
      return flags < 0 ? check((int) flags, SystemCall.READ_FILE_ATTRIBUTES) : (int) flags;
    }
  }

  /** Sets the file attributes of chattr(1), FS_IOC_SETFLAGS. */
  public void setFileAttributes(int flags) throws SystemCallException {
    try (Fd open = reopen(quietly())) {
      check(Io.setFlags(open, flags), SystemCall.SET_FILE_ATTRIBUTES);
    }
  }

  private static int quietly() {
    return Constants.O_RDONLY | Constants.O_NONBLOCK | Constants.O_NOCTTY;
  }

  /** Opens a regular file's content for reading. */
  public OpenFile openForReading() throws SystemCallException {
    return new OpenFile(reopen(quietly()));
  }

  /**
   * Opens it for writing, whatever it is, without waiting for a reader of a fifo and without making
   * a terminal ours.
   */
  public OpenFile openForWriting(boolean append) throws SystemCallException {
    int flags = Constants.O_WRONLY | Constants.O_NONBLOCK | Constants.O_NOCTTY;
    return new OpenFile(reopen(append ? flags | Constants.O_APPEND : flags));
  }

  /**
   * The same inode as a directory that can be listed, without leaving a time of access behind where
   * we may.
   */
  public Directory listable() throws SystemCallException {
    return new Directory(fd()).reopenForReading();
  }
}
