// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;

/**
 * System calls on an open descriptor. Each returns the kernel's result, or minus errno.
 * Thread-safe.
 */
public final class Io {
  // linux/close_range.h
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final long ALL = 0xffffffffL;

  private Io() {}

  /** read(2): at most {@code length} bytes, and at most 64 KiB. */
  public static int read(Fd fd, byte[] into, int offset, int length) {
    Scratch s = Scratch.mine();
    int size = Math.min(length, s.dataSize);
    int read = (int) Native.call(Abi.READ, fd.number(), s.at(Scratch.DATA), size);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, offset, read);
    }
    return read;
  }

  /** write(2): at most {@code length} bytes, and at most 64 KiB. */
  public static int write(Fd fd, byte[] from, int offset, int length) {
    Scratch s = Scratch.mine();
    int size = Math.min(length, s.dataSize);
    s.memory.put(Scratch.DATA, from, offset, size);
    return (int) Native.call(Abi.WRITE, fd.number(), s.at(Scratch.DATA), size);
  }

  /**
   * pipe2(2) with O_CLOEXEC.
   *
   * @param ends is filled: the end to read from, and the one to write to
   * @return 0 or minus errno
   */
  public static int pipe(Fd[] ends) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.PIPE2, s.at(Scratch.STRUCT), Constants.O_CLOEXEC, 0);
    if (result == 0) {
      ends[0] = new Fd(s.memory.getInt(Scratch.STRUCT));
      ends[1] = new Fd(s.memory.getInt(Scratch.STRUCT + Integer.BYTES));
    }
    return result;
  }

  /**
   * pread(2): at most what the buffer has room for, and at most 64 KiB unless it is a direct
   * buffer. Advances its position.
   *
   * @param offset in bytes, from the beginning of the file
   */
  public static int pread(Fd fd, ByteBuffer into, long offset) {
    Scratch s = Scratch.mine();
    int start = into.position();
    boolean direct = Transfer.isDirect(into);
    int size = direct ? into.remaining() : Math.min(into.remaining(), s.dataSize);
    long memory = direct ? Native.address(into) + start : s.at(Scratch.DATA);
    int read = (int) Native.call(s, Abi.PREAD64, fd.number(), memory, size, offset, 0, 0);
    if (read > 0 && !direct) {
      into.put(start, s.memory, Scratch.DATA, read);
    }
    into.position(start + Math.max(read, 0)); // keeps the buffer reachable as well
    return read;
  }

  /** pwrite(2); as {@link #pread}. */
  public static int pwrite(Fd fd, ByteBuffer from, long offset) {
    Scratch s = Scratch.mine();
    int start = from.position();
    boolean direct = Transfer.isDirect(from);
    int size = direct ? from.remaining() : Math.min(from.remaining(), s.dataSize);
    if (!direct) {
      s.memory.put(Scratch.DATA, from, start, size);
    }
    long memory = direct ? Native.address(from) + start : s.at(Scratch.DATA);
    int written = (int) Native.call(s, Abi.PWRITE64, fd.number(), memory, size, offset, 0, 0);
    from.position(start + Math.max(written, 0));
    return written;
  }

  /** ftruncate(2). */
  public static int ftruncate(Fd fd, long length) {
    return (int) Native.call(Abi.FTRUNCATE, fd.number(), length, 0);
  }

  /** fsync(2). */
  public static int fsync(Fd fd) {
    return (int) Native.call(Abi.FSYNC, fd.number());
  }

  /** flock(2). */
  public static int flock(Fd fd, int operation) {
    return (int) Native.call(Abi.FLOCK, fd.number(), operation, 0);
  }

  /**
   * fcntl(2) F_OFD_SETLK: locks one byte for this open file description, without waiting. The byte
   * need not exist.
   *
   * @param type F_RDLCK or F_WRLCK
   */
  public static int lockByte(Fd fd, long offset, int type) {
    Scratch s = Scratch.mine();
    layOutLock(s, offset, type);
    return (int) Native.call(Abi.FCNTL, fd.number(), Constants.F_OFD_SETLK, s.at(Scratch.STRUCT));
  }

  /** fcntl(2) F_OFD_GETLK: 1 if another open file description holds a lock on the byte, else 0. */
  public static int isByteLocked(Fd fd, long offset) {
    Scratch s = Scratch.mine();
    layOutLock(s, offset, Constants.F_WRLCK);
    int result =
        (int) Native.call(Abi.FCNTL, fd.number(), Constants.F_OFD_GETLK, s.at(Scratch.STRUCT));
    if (result < 0) {
      return result;
    }
    return s.memory.getShort(Scratch.STRUCT) == Constants.F_UNLCK ? 0 : 1;
  }

  /** struct flock of asm-generic/fcntl.h: type, whence, start, length, pid. */
  private static void layOutLock(Scratch s, long offset, int type) {
    s.memory.putLong(Scratch.STRUCT, type | (Constants.SEEK_SET << Short.SIZE));
    s.memory.putLong(Scratch.STRUCT + 8, offset).putLong(Scratch.STRUCT + 16, 1);
    s.memory.putLong(Scratch.STRUCT + 24, 0);
  }

  /** fcntl(2) F_SETFD: whether processes that are started inherit the descriptor. */
  public static int setInherited(Fd fd, boolean inherited) {
    int flags = inherited ? 0 : Constants.FD_CLOEXEC;
    return (int) Native.call(Abi.FCNTL, fd.number(), Constants.F_SETFD, flags);
  }

  /**
   * fcntl(2) F_GETFD: 1 if processes that are started inherit the descriptor, 0, or minus errno.
   */
  public static int isInherited(Fd fd) {
    int flags = (int) Native.call(Abi.FCNTL, fd.number(), Constants.F_GETFD, 0);
    return flags < 0 ? flags : 1 - (flags & Constants.FD_CLOEXEC);
  }

  /** memfd_create(2): a file in memory without a name in the file system; not inherited. */
  public static int createAnonymous(byte[] shown) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, shown)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.MEMFD_CREATE, s.at(Scratch.FIRST_PATH), Constants.MFD_CLOEXEC, 0);
  }

  /** dup3(2): lets a number that is in use lead to this descriptor's file; not inherited. */
  public static int duplicate(Fd fd, int number) {
    return (int) Native.call(Abi.DUP3, fd.number(), number, Constants.O_CLOEXEC);
  }

  /** fchdir(2). */
  public static int fchdir(Fd directory) {
    return (int) Native.call(Abi.FCHDIR, directory.number());
  }

  /** lseek(2): the new offset, or minus errno. */
  public static long lseek(Fd fd, long offset, int from) {
    return Native.call(Abi.LSEEK, fd.number(), offset, from);
  }

  /** getdents64(2): the number of bytes, 0 at the end. */
  public static int getdents64(Fd dir, byte[] into) {
    Scratch s = Scratch.mine();
    int size = Math.min(into.length, s.dataSize);
    int read = (int) Native.call(Abi.GETDENTS64, dir.number(), s.at(Scratch.DATA), size);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /** fcntl(2) with an integer argument. */
  public static int fcntl(Fd fd, int command, int argument) {
    return (int) Native.call(Abi.FCNTL, fd.number(), command, argument);
  }

  /**
   * close_range(2) CLOSE_RANGE_CLOEXEC: no process that is started inherits a descriptor of this
   * number or a higher one.
   */
  public static int keepFromChildren(int first) {
    return (int) Native.call(Abi.CLOSE_RANGE, first, ALL, CLOSE_RANGE_CLOEXEC);
  }

  /** isatty(3). */
  public static boolean isTerminal(Fd fd) {
    long settings = Scratch.mine().at(Scratch.DATA);
    return Native.call(Abi.IOCTL, fd.number(), Constants.TCGETS, settings) == 0;
  }

  /** ioctl(2) TIOCNOTTY: this process gives up its controlling terminal. */
  public static int giveUpTerminal(Fd terminal) {
    return (int) Native.call(Abi.IOCTL, terminal.number(), Constants.TIOCNOTTY, 0);
  }

  /** isatty(3): whether standard error, descriptor 2, is a terminal. */
  public static boolean standardErrorIsTerminal() {
    return Native.call(Abi.IOCTL, 2, Constants.TCGETS, Scratch.mine().at(Scratch.DATA)) == 0;
  }

  /** ioctl(2) FS_IOC_GETFLAGS: the flags in the lower 32 bits, or minus errno. */
  public static long getFlags(Fd fd) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, 0);
    long result =
        Native.call(Abi.IOCTL, fd.number(), Constants.FS_IOC_GETFLAGS, s.at(Scratch.STRUCT));
    return result < 0 ? result : s.memory.getInt(Scratch.STRUCT) & 0xffffffffL;
  }

  /** ioctl(2) FS_IOC_SETFLAGS. */
  public static int setFlags(Fd fd, int flags) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, flags & 0xffffffffL);
    return (int)
        Native.call(Abi.IOCTL, fd.number(), Constants.FS_IOC_SETFLAGS, s.at(Scratch.STRUCT));
  }

  /**
   * ioctl(2) with a structure, which the kernel reads and may write.
   *
   * @param structure as large as the request says, and at most 64 KiB; its position is ignored
   */
  public static int ioctl(Fd fd, long request, ByteBuffer structure) {
    Scratch s = Scratch.mine();
    s.memory.put(Scratch.DATA, structure, 0, structure.capacity());
    int result = (int) Native.call(Abi.IOCTL, fd.number(), request, s.at(Scratch.DATA));
    structure.put(0, s.memory, Scratch.DATA, structure.capacity());
    return result;
  }

  /** fstatfs(2): f_type, or minus errno. */
  public static long fileSystemType(Fd fd) {
    Scratch s = Scratch.mine();
    long result = Native.call(Abi.FSTATFS, fd.number(), s.at(Scratch.STRUCT), 0);
    return result < 0 ? result : s.memory.getLong(Scratch.STRUCT);
  }

  /**
   * fstatfs(2).
   *
   * @param into the structure's first eleven words: type, block size, blocks, free blocks, blocks
   *     available to unprivileged users, inodes, free inodes, file system ID, name limit, fragment
   *     size, flags
   * @return 0 or minus errno
   */
  public static int statfs(Fd fd, long[] into) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.FSTATFS, fd.number(), s.at(Scratch.STRUCT), 0);
    if (result == 0) {
      s.words(Scratch.STRUCT, into);
    }
    return result;
  }
}
