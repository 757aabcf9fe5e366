// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Dirents;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lists one directory after another, a batch at a time in memory of {@link EntryBuffers}, and
 * collects the names of subdirectories.
 *
 * <p>On a disk, entries of large directories are visited in the order of their inodes, which is the
 * order of their blocks: examining and removing them then reads each block once. On tmpfs that
 * gains nothing. Thread-confined.
 */
final class Listing {
  private static final int BATCH = EntryBuffers.SIZE;

  /** Names stay collected until their directories are entered, so deep levels read less at once. */
  private static final int DEEP = 32;

  private static final int DEEP_BATCH = 4 * 1024;

  /** Some ten thousand entries; larger batches would leave none for a second reader. */
  private static final int LARGE = 512 * 1024;

  private static final int LONGEST_ENTRY = 280;
  private static final int DIRECTORY = 4;
  private static final byte[] NONE = {};
  private static final Dirents NO_ENTRIES = new Dirents(0);

  private Dirents small = NO_ENTRIES;
  private @Nullable Dirents large;
  private Dirents entries = NO_ENTRIES;
  private boolean hasMore;
  private byte[] aside = NONE;
  private int asideLength;

  /** Starts with another directory. */
  void begin() {
    hasMore = false;
    small = EntryBuffers.take();
    entries = small;
    asideLength = 0;
  }

  /**
   * Reads the next batch.
   *
   * @return whether there were entries
   */
  boolean fill(Level directory) throws SystemCallException {
    int most = directory.depth() < DEEP ? BATCH : DEEP_BATCH;
    if (hasMore && most == BATCH && isOnDisk(directory)) {
      return fillSorted(directory);
    }
    entries.clear();
    int read = check(entries.fill(directory.directory().fd(), most), SystemCall.READ_DIRECTORY);
    hasMore = read > most - LONGEST_ENTRY;
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
    hasMore = read > 0;
    return any;
  }

  /**
   * Goes to the next entry of the batch that is not known to be a directory; directories are put
   * aside.
   */
  boolean next() {
    while (entries.next()) {
      if (entries.type() != DIRECTORY) {
        return true;
      }
      putAside();
    }
    return false;
  }

  /** Collects the name of the current entry, a directory to enter later. */
  void putAside() {
    int from = entries.nameStart();
    int length = entries.nameEnd() - from + 1;
    if (asideLength + length > aside.length) {
      aside = Arrays.copyOf(aside, Math.max(4096, 2 * (asideLength + length)));
    }
    System.arraycopy(entries.bytes(), from, aside, asideLength, length);
    asideLength += length;
  }

  /** Whether the last batch was full, so that the directory has more entries. */
  boolean hasMore() {
    return hasMore;
  }

  /** Whether any directory was put aside. */
  boolean hasDirectories() {
    return asideLength > 0;
  }

  /** Ends a directory, and takes the names that were put aside, a NUL after each. */
  byte[] takeDirectories() {
    EntryBuffers.giveBack(small);
    small = NO_ENTRIES;
    entries = NO_ENTRIES;
    byte[] names = asideLength == 0 ? NONE : Arrays.copyOf(aside, asideLength);
    asideLength = 0;
    return names;
  }

  /** The listing, at the current entry. */
  Dirents entry() {
    return entries;
  }

  /** The name of the current entry. */
  Name name() {
    return Name.of(Bytes.of(entries.bytes(), entries.nameStart(), entries.nameEnd()));
  }
}
