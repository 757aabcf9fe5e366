// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file that is open for reading or writing. */
public final class OpenFile extends Handle {
  private static final int CHUNK = 64 * 1024;

  OpenFile(Fd fd) {
    super(fd);
  }

  /**
   * Opens a file for reading by a path as any program does, following symbolic links: for a path
   * that the caller trusts.
   *
   * @throws SystemCallException if it does not exist or may not be opened
   */
  public static OpenFile openAmbient(BytePath path) throws SystemCallException {
    int opened =
        At.openat(Fd.CWD, path.bytes().array(), Constants.O_RDONLY | Constants.O_NOCTTY, 0);
    return new OpenFile(new Fd(check(opened, SystemCall.OPEN, path)));
  }

  /**
   * Creates a file in memory without a name, memfd_create(2), open for reading and writing.
   *
   * @param shown what proc_pid_fd(5) shows of it
   */
  public static OpenFile createAnonymous(String shown) throws SystemCallException {
    int created = Io.createAnonymous(Bytes.latin1(shown).array());
    return new OpenFile(new Fd(check(created, SystemCall.CREATE_UNNAMED_FILE)));
  }

  /** A file by a descriptor that this process inherited, and which is closed with the handle. */
  public static OpenFile ofDescriptor(int number) {
    return new OpenFile(new Fd(number));
  }

  /** The standard input, which this process inherited and does not close. */
  public static OpenFile standardInput() {
    return new OpenFile(new Fd(0));
  }

  /**
   * A file that this process inherited and is to take over.
   *
   * @param number of its descriptor
   * @throws SystemCallException if it is closed, or not a regular file
   */
  public static OpenFile inherited(int number) throws SystemCallException {
    if (!Stat.ofDescriptor(number).isRegular()) {
      throw new SystemCallException(SystemCall.OPEN, "descriptor " + number, Errno.EINVAL);
    }
    return new OpenFile(new Fd(number));
  }

  /**
   * Opens the same file once more, so that every write goes to its end, O_APPEND of open(2). Does
   * not share the position and the BSD lock of this handle.
   *
   * @throws SystemCallException also if this process may not write to the file
   */
  public OpenFile reopenForAppending() throws SystemCallException {
    int flags = Constants.O_WRONLY | Constants.O_APPEND | Constants.O_NONBLOCK | Constants.O_NOCTTY;
    return new OpenFile(reopen(flags));
  }

  /**
   * The content from the current position to the end.
   *
   * @param limit the most bytes to read
   * @throws SystemCallException with EFBIG if there are more
   */
  public Bytes readAll(int limit) throws SystemCallException {
    return readAll(stat().size(), limit);
  }

  /**
   * As {@link #readAll(int)}, if the size is known.
   *
   * @param size roughly how many bytes there are; a wrong number only costs time
   */
  public Bytes readAll(long size, int limit) throws SystemCallException {
    byte[] content = new byte[(int) Math.min(Math.max(size + 1, 1024), limit + 1L)];
    int length = 0;
    while (true) {
      if (length == content.length) {
        content = Arrays.copyOf(content, (int) Math.min(length * 2L, limit + 1L));
      }
      int read = check(Io.read(fd(), content, length, content.length - length), SystemCall.READ);
      if (read == 0) {
        return Bytes.of(content, 0, length);
      }
      length += read;
      if (length > limit) {
        throw new SystemCallException(
            SystemCall.READ, "more than " + limit + " bytes", Errno.EFBIG);
      }
    }
  }

  /**
   * A part of the content, shorter if the content ends before.
   *
   * @param offset where the part begins, in bytes
   */
  public Bytes read(long offset, int length) throws SystemCallException {
    long position = Io.lseek(fd(), offset, Constants.SEEK_SET);
    if (position < 0) {
      check((int) position, SystemCall.SEEK);
    }
    byte[] content = new byte[length];
    int filled = 0;
    int read;
    while ((read = check(Io.read(fd(), content, filled, length - filled), SystemCall.READ)) > 0) {
      filled += read;
    }
    return Bytes.of(content, 0, filled);
  }

  /** Writes the bytes at the current position. */
  public void write(Bytes content) throws SystemCallException {
    byte[] bytes = content.array();
    int written = 0;
    while (written < bytes.length) {
      written += check(Io.write(fd(), bytes, written, bytes.length - written), SystemCall.WRITE);
    }
  }

  /** As {@link Io#pread}: the number of bytes, 0 at the end. */
  public int read(ByteBuffer into, long offset) throws SystemCallException {
    return check(Io.pread(fd(), into, offset), SystemCall.READ);
  }

  /** As {@link Io#pwrite}: the number of bytes. */
  public int write(ByteBuffer from, long offset) throws SystemCallException {
    return check(Io.pwrite(fd(), from, offset), SystemCall.WRITE);
  }

  /** Copies another file from its current position to its end. */
  public void copyFrom(OpenFile source) throws SystemCallException {
    byte[] chunk = new byte[CHUNK];
    int read;
    while ((read = check(Io.read(source.fd(), chunk, 0, chunk.length), SystemCall.READ)) > 0) {
      int written = 0;
      while (written < read) {
        written += check(Io.write(fd(), chunk, written, read - written), SystemCall.WRITE);
      }
    }
  }

  /** Sets the length of the content in bytes, ftruncate(2). */
  public void truncate(long length) throws SystemCallException {
    check(Io.ftruncate(fd(), length), SystemCall.TRUNCATE);
  }

  /** Reads and writes from the beginning on, lseek(2); false where there is none, as in a pipe. */
  public boolean rewind() {
    return Io.lseek(fd(), 0, Constants.SEEK_SET) == 0;
  }

  /** Lets reading and writing wait, clears O_NONBLOCK of fcntl(2). */
  public void letWait() throws SystemCallException {
    int flags = check(Io.fcntl(fd(), Constants.F_GETFL, 0), SystemCall.GET_STATUS_FLAGS);
    int waiting = flags & ~Constants.O_NONBLOCK;
    check(Io.fcntl(fd(), Constants.F_SETFL, waiting), SystemCall.SET_STATUS_FLAGS);
  }

  /** Waits until the content is on the disk, fsync(2). */
  public void sync() throws SystemCallException {
    check(Io.fsync(fd()), SystemCall.SYNC);
  }
}
