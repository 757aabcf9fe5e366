// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;

/** A snapshot of an inode, statx(2). Thread-safe. */
public final class Stat {
  /** A timestamp that the file system does not keep. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private final Statx raw;

  /**
   * A snapshot of a descriptor that this process inherited.
   *
   * @param number 0 for standard input, 1 for standard output, and so on
   * @throws SystemCallException if it is closed
   */
  public static Stat ofDescriptor(int number) throws SystemCallException {
    Statx raw = new Statx();
    int flags = Constants.AT_EMPTY_PATH;
    int result = At.statx(new Fd(number), Handle.ITSELF, flags, Constants.STATX_BASIC_STATS, raw);
    check(result, SystemCall.STAT);
    return new Stat(raw);
  }

  Stat(Statx raw) {
    this.raw = raw;
  }

  /** Its type. */
  public FileType type() {
    return FileType.ofMode(raw.mode());
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return (raw.mode() & Constants.S_IFMT) == Constants.S_IFDIR;
  }

  /** Whether it is a regular file. */
  public boolean isRegular() {
    return (raw.mode() & Constants.S_IFMT) == Constants.S_IFREG;
  }

  /** Whether it is a symbolic link. */
  public boolean isSymlink() {
    return (raw.mode() & Constants.S_IFMT) == Constants.S_IFLNK;
  }

  /** The permission bits with set-user-ID, set-group-ID and sticky: 0 to 07777. */
  public int mode() {
    return raw.mode() & 07777;
  }

  /** Whether the sticky bit is set. */
  public boolean isSticky() {
    return (raw.mode() & 01000) != 0;
  }

  /** The owner, an unsigned 32-bit number. */
  public int uid() {
    return raw.uid();
  }

  /** The group, an unsigned 32-bit number. */
  public int gid() {
    return raw.gid();
  }

  /** The number of hard links. */
  public int links() {
    return raw.nlink();
  }

  /** The inode number, unique within the {@link #device()}. */
  public long inode() {
    return raw.ino();
  }

  /** The file system's device: major number in the upper, minor in the lower 32 bits. */
  public long device() {
    return ((long) raw.devMajor() << 32) | (raw.devMinor() & 0xffffffffL);
  }

  /** Major number of a device node. */
  public int nodeMajor() {
    return raw.rdevMajor();
  }

  /** Minor number of a device node. */
  public int nodeMinor() {
    return raw.rdevMinor();
  }

  /**
   * Whether it is a whiteout of an overlay file system: character device 0:0, which no driver
   * serves and every user may create.
   */
  public boolean isWhiteout() {
    return type() == FileType.CHARACTER_DEVICE && nodeMajor() == 0 && nodeMinor() == 0;
  }

  /** The size in bytes. */
  public long size() {
    return raw.size();
  }

  /** The number of bytes that it occupies on its file system. */
  public long allocated() {
    return raw.blocks() * 512;
  }

  /** Last access in microseconds since 1970, or {@link #NO_TIME}. */
  public long accessTime() {
    return micros(Constants.STATX_ATIME, raw.atimeSeconds(), raw.atimeNanos());
  }

  /** Creation in microseconds since 1970, or {@link #NO_TIME}. */
  public long birthTime() {
    return micros(Constants.STATX_BTIME, raw.btimeSeconds(), raw.btimeNanos());
  }

  /** Last change of the inode in microseconds since 1970, or {@link #NO_TIME}. */
  public long changeTime() {
    return micros(Constants.STATX_CTIME, raw.ctimeSeconds(), raw.ctimeNanos());
  }

  /** Last modification of the content in microseconds since 1970, or {@link #NO_TIME}. */
  public long modificationTime() {
    return micros(Constants.STATX_MTIME, raw.mtimeSeconds(), raw.mtimeNanos());
  }

  private long micros(int kind, long seconds, int nanos) {
    return (raw.mask() & kind) == 0 ? NO_TIME : seconds * 1_000_000 + nanos / 1000;
  }

  /** Whether something is mounted here. */
  public boolean isMountPoint() {
    return (raw.attributes() & raw.attributesMask() & Constants.STATX_ATTR_MOUNT_ROOT) != 0;
  }

  /** Whether root or the effective user of this process is its owner. */
  public boolean belongsToRootOrUs() {
    return uid() == 0 || uid() == Credentials.geteuid();
  }

  /** Whether both are snapshots of one inode. */
  public boolean isSameInode(Stat other) {
    return raw.ino() == other.raw.ino() && device() == other.device();
  }

  Statx raw() {
    return raw;
  }
}
