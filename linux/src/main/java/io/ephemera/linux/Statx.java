// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/**
 * struct statx, filled by {@link At#statx} and {@link Dirents#statx}, with the names of {@code
 * include/uapi/linux/stat.h}. Not thread-safe while it is being filled.
 */
public final class Statx {
  private static final int WORDS = 19;

  /** As the kernel wrote it: most callers read two or three fields of a million structures. */
  private final long[] words = new long[WORDS];

  /** Copies all words at once: reading each field from the buffer costs more than the call. */
  void read(Scratch from) {
    from.words(Scratch.STRUCT, words);
  }

  public int mask() {
    return (int) words[0];
  }

  public long attributes() {
    return words[1];
  }

  public int nlink() {
    return (int) words[2];
  }

  public int uid() {
    return (int) (words[2] >>> 32);
  }

  public int gid() {
    return (int) words[3];
  }

  public int mode() {
    return (int) (words[3] >>> 32) & 0xffff;
  }

  public long ino() {
    return words[4];
  }

  public long size() {
    return words[5];
  }

  public long blocks() {
    return words[6];
  }

  public long attributesMask() {
    return words[7];
  }

  public long atimeSeconds() {
    return words[8];
  }

  public int atimeNanos() {
    return (int) words[9];
  }

  public long btimeSeconds() {
    return words[10];
  }

  public int btimeNanos() {
    return (int) words[11];
  }

  public long ctimeSeconds() {
    return words[12];
  }

  public int ctimeNanos() {
    return (int) words[13];
  }

  public long mtimeSeconds() {
    return words[14];
  }

  public int mtimeNanos() {
    return (int) words[15];
  }

  public int rdevMajor() {
    return (int) words[16];
  }

  public int rdevMinor() {
    return (int) (words[16] >>> 32);
  }

  public int devMajor() {
    return (int) words[17];
  }

  public int devMinor() {
    return (int) (words[17] >>> 32);
  }

  public long mountId() {
    return words[18];
  }
}
