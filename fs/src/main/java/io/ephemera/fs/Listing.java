// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Dirents;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory after another, a batch at a time in memory that a {@link Worker}
 * keeps, and the names of subdirectories put aside.
 *
 * <p>Large directories are gone through in the order of inodes, where that is the order on the
 * disk: both looking and removing come to each block once. In memory alone it is worth nothing.
 * Confined to its thread.
 */
final class Listing {
  private static final int BATCH = 64 * 1024;

  /** What is put aside stays until it is gone down, at every level: so the deep ones are small. */
  private static final int DEEP = 32;

  private static final int DEEP_BATCH = 4 * 1024;

  /** Some ten thousand entries: with more, none would be left for a second reader. */
  private static final int LARGE = 512 * 1024;

  private static final int LONGEST_ENTRY = 280;
  private static final int DIRECTORY = 4;
  private static final byte[] NONE = {};

  private final Dirents small = new Dirents(BATCH);
  private @Nullable Dirents large;
  private Dirents entries = small;
  private boolean goesOn;
  private byte[] aside = NONE;
  private int asideLength;

  /** Turns to a directory. */
  void begin() {
    goesOn = false;
    entries = small;
    entries.clear();
    asideLength = 0;
  }

  /**
   * Reads the next batch.
   *
   * @return whether there were entries
   */
  boolean fill(Level directory) throws SystemCallException {
    int most = directory.depth() < DEEP ? BATCH : DEEP_BATCH;
    if (goesOn && most == BATCH && isOnDisk(directory)) {
      return fillSorted(directory);
    }
    entries.clear();
    int read = check(entries.fill(directory.directory().fd(), most), SystemCall.READ_DIRECTORY);
    goesOn = read > most - LONGEST_ENTRY;
    return read > 0;
  }

  private static boolean isOnDisk(Level directory) throws SystemCallException {
    return directory.directory().fileSystemType() != Constants.TMPFS_MAGIC;
  }

  private boolean fillSorted(Level directory) throws SystemCallException {
    Dirents all = large;
    if (all == null) {
      all = new Dirents(LARGE);
      large = all;
    }
    entries = all;
    all.clear();
    int read = 1;
    while (read > 0 && all.room() >= BATCH) {
      read = check(all.fill(directory.directory().fd(), BATCH), SystemCall.READ_DIRECTORY);
    }
    boolean any = all.room() < LARGE;
    all.sortByInode();
    goesOn = read > 0;
    return any;
  }

  /** Goes on to the next entry of the batch; one that is known to be a directory is put aside. */
  boolean next() {
    while (entries.next()) {
      if (entries.type() != DIRECTORY) {
        return true;
      }
      putAside();
    }
    return false;
  }

  /** The current entry is one to come back to. */
  void putAside() {
    int from = entries.nameStart();
    int length = entries.nameEnd() - from + 1;
    if (asideLength + length > aside.length) {
      aside = Arrays.copyOf(aside, Math.max(4096, 2 * (asideLength + length)));
    }
    System.arraycopy(entries.bytes(), from, aside, asideLength, length);
    asideLength += length;
  }

  /** Whether the directory is so large that the last batch had no room for more. */
  boolean goesOn() {
    return goesOn;
  }

  /** Whether anything was put aside. */
  boolean hasDirectories() {
    return asideLength > 0;
  }

  /** The names put aside, a NUL behind each; they are forgotten here. */
  byte[] takeDirectories() {
    byte[] names = asideLength == 0 ? NONE : Arrays.copyOf(aside, asideLength);
    asideLength = 0;
    return names;
  }

  /** The current entry, where it was listed. */
  Dirents entry() {
    return entries;
  }

  /** The name of the current entry. */
  Name name() {
    return Name.of(Bytes.of(entries.bytes(), entries.nameStart(), entries.nameEnd()));
  }
}
