// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.errno.Errno;
import java.util.Arrays;

/** A file that is open for reading or writing. */
public final class OpenFile extends Handle {
  private static final int CHUNK = 64 * 1024;

  OpenFile(Fd fd) {
    super(fd);
  }

  /**
   * Opens a file for reading by a path, as any program does, symbolic links included: the way in
   * for a path that the caller trusts.
   *
   * @throws SystemCallException if there is none or it may not be opened
   */
  public static OpenFile openAmbient(BytePath path) throws SystemCallException {
    int opened =
        At.openat(Fd.CWD, path.bytes().array(), Constants.O_RDONLY | Constants.O_NOCTTY, 0);
    return new OpenFile(new Fd(check(opened, SystemCall.OPEN, path.toString())));
  }

  /**
   * The content from the current position to the end.
   *
   * @param limit the most bytes to take
   * @throws SystemCallException with EFBIG when there are more
   */
  public Bytes readAll(int limit) throws SystemCallException {
    return readAll(stat().size(), limit);
  }

  /**
   * As {@link #readAll(int)}, where the size is known.
   *
   * @param size about how many bytes there are; a wrong one only costs time
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
        throw new SystemCallException(SystemCall.READ, "", Errno.EFBIG);
      }
    }
  }

  /**
   * A piece of the content; shorter where the content ends.
   *
   * @param offset where it begins, in bytes
   */
  public Bytes read(long offset, int length) throws SystemCallException {
    long at = Io.lseek(fd(), offset, Constants.SEEK_SET);
    if (at < 0) {
      check((int) at, SystemCall.SEEK);
    }
    byte[] content = new byte[length];
    int filled = 0;
    int read;
    while ((read = check(Io.read(fd(), content, filled, length - filled), SystemCall.READ)) > 0) {
      filled += read;
    }
    return Bytes.of(content, 0, filled);
  }

  /** Writes all of it at the current position. */
  public void write(Bytes content) throws SystemCallException {
    byte[] bytes = content.array();
    int written = 0;
    while (written < bytes.length) {
      written += check(Io.write(fd(), bytes, written, bytes.length - written), SystemCall.WRITE);
    }
  }

  /** Copies everything from the current position of another file. */
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

  /** Cuts the content off at a length in bytes, ftruncate(2). */
  public void truncate(long length) throws SystemCallException {
    check(Io.ftruncate(fd(), length), SystemCall.TRUNCATE);
  }

  /** Waits until the content is on the disk, fsync(2). */
  public void sync() throws SystemCallException {
    check(Io.fsync(fd()), SystemCall.SYNC);
  }

  /** Takes the exclusive BSD lock, flock(2), without waiting: false when somebody holds one. */
  public boolean tryLock() throws SystemCallException {
    return locked(fd());
  }

  static boolean locked(Fd fd) throws SystemCallException {
    int result = Io.flock(fd, Constants.LOCK_EX | Constants.LOCK_NB);
    if (result < 0 && Errno.of(-result) == Errno.EAGAIN) {
      return false;
    }
    check(result, SystemCall.LOCK);
    return true;
  }
}
