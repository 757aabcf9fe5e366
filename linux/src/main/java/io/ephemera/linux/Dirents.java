// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Directory entries as getdents64(2) writes them, in memory that is reused.
 *
 * <p>A name stays where the kernel put it, and the kernel reads it from there for statx(2): an
 * entry that is only examined allocates nothing. Java reads from a copy in the heap, which is
 * cheaper. Not thread-safe.
 */
public final class Dirents {
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  // A sort key holds the inode number and, in the lower bits, the place in units of the alignment.
  private static final int PLACE_BITS = 20;
  private static final int ALIGNMENT_BITS = 3;
  private static final long MOST_INODE = 1L << (Long.SIZE - 1 - PLACE_BITS);

  private final ByteBuffer memory;
  private final long address;
  private final byte[] copy;
  private long[] order = {};
  private int ordered;
  private int turn;
  private int filled;
  private int next;
  private int at;

  /**
   * Allocates memory for entries.
   *
   * @param size in bytes, at most 8 MiB
   */
  public Dirents(int size) {
    memory = ByteBuffer.allocateDirect(size);
    address = MemorySegment.ofBuffer(memory).address();
    copy = new byte[size];
  }

  /** Removes all entries. */
  public void clear() {
    filled = 0;
    next = 0;
    ordered = 0;
    turn = 0;
  }

  /** The number of free bytes. */
  public int room() {
    return copy.length - filled;
  }

  /**
   * getdents64(2), appending to the entries.
   *
   * @param most the most bytes to read
   * @return the number of bytes, 0 at the end, or minus errno
   */
  public int fill(Fd dir, int most) {
    int size = Math.min(most, room());
    int read = (int) Native.call(Abi.GETDENTS64, dir.number(), address + filled, size);
    if (read > 0) {
      Native.copy(memory, address, filled, read, copy);
      filled += read;
    }
    return read;
  }

  /** Goes to the next entry, except {@code .} and {@code ..}; false if there is none. */
  public boolean next() {
    if (turn < ordered) {
      at = (int) (order[turn++] & ((1 << PLACE_BITS) - 1)) << ALIGNMENT_BITS;
      return true;
    }
    while (next < filled) {
      at = next;
      next += length(next);
      if (!isDots()) {
        return true;
      }
    }
    return false;
  }

  private int length(int entry) {
    return (copy[entry + LENGTH] & 0xff) | ((copy[entry + LENGTH + 1] & 0xff) << 8);
  }

  private boolean isDots() {
    int name = at + NAME;
    return copy[name] == '.'
        && (copy[name + 1] == 0 || (copy[name + 1] == '.' && copy[name + 2] == 0));
  }

  /**
   * Sorts the entries that {@link #next} has not reached by inode number. Does nothing if a number
   * is too large for a sort key.
   */
  public void sortByInode() {
    int first = next;
    int count = 0;
    while (next()) {
      if (inode() >= MOST_INODE || inode() < 0) {
        next = first;
        return;
      }
      if (count == order.length) {
        order = Arrays.copyOf(order, Math.max(4096, 2 * count));
      }
      order[count++] = (inode() << PLACE_BITS) | (at >> ALIGNMENT_BITS);
    }
    Arrays.sort(order, 0, count);
    ordered = count;
    turn = 0;
  }

  /** The place of the current entry, which is unique until {@link #clear}. */
  public int place() {
    return at;
  }

  /** d_type of the current entry: only a hint, and 0 if the file system does not report it. */
  public int type() {
    return copy[at + TYPE];
  }

  /** d_ino of the current entry. */
  public long inode() {
    return word(at);
  }

  private long word(int from) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | (copy[from + i] & 0xff);
    }
    return value;
  }

  /** The memory that holds the names; must not be changed. */
  public byte[] bytes() {
    return copy;
  }

  /** Where the name of the current entry begins. */
  public int nameStart() {
    return at + NAME;
  }

  /** Where the name of the current entry ends, at a NUL. */
  public int nameEnd() {
    int end = at + NAME;
    while (copy[end] != 0) {
      end++;
    }
    return end;
  }

  /**
   * readlink(2) of the current entry into {@code into}: the number of bytes, or minus errno.
   *
   * @param into at most 64 KiB are written
   */
  public int readlink(Fd dir, byte[] into) {
    Scratch s = Scratch.mine();
    long name = address + at + NAME;
    int size = Math.min(into.length, s.dataSize);
    long text = s.at(Scratch.DATA);
    int read = (int) Native.call(s, Abi.READLINKAT, dir.number(), name, text, size, 0, 0);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /** statx(2) of the current entry: 0, or minus errno. */
  public int statx(Fd dir, int flags, int mask, Statx into) {
    Scratch s = Scratch.mine();
    long name = address + at + NAME;
    long struct = s.at(Scratch.STRUCT);
    int result = (int) Native.call(s, Abi.STATX, dir.number(), name, flags, mask, struct, 0);
    if (result == 0) {
      into.read(s);
    }
    return result;
  }
}
