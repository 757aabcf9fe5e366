// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a directory, getdents64(2): a batch at a time, never all of it in memory. Without
 * {@code .} and {@code ..}.
 *
 * <p>Entries that are removed meanwhile do not disturb it. Not thread-safe.
 */
public final class Entries {
  private static final int BATCH = 32 * 1024;
  private static final int NEXT_OFFSET = 8;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private Fd dir;
  private byte[] batch = new byte[BATCH];
  private int filled;
  private int position;
  private long resumeAt;
  private FileType type = FileType.UNKNOWN;

  Entries(Fd dir) {
    this.dir = dir;
  }

  /** The next entry's name, or null at the end. */
  public @Nullable Name next() throws SystemCallException {
    while (true) {
      if (position >= filled && !fill()) {
        return null;
      }
      int start = position;
      int length = (batch[start + LENGTH] & 0xff) | ((batch[start + LENGTH + 1] & 0xff) << 8);
      position += length;
      resumeAt = littleEndian(start + NEXT_OFFSET);
      type = FileType.ofEntry(batch[start + TYPE]);
      int end = start + NAME;
      while (batch[end] != 0) {
        end++;
      }
      Bytes name = Bytes.of(batch, start + NAME, end);
      if (!isDots(name)) {
        return Name.of(name);
      }
    }
  }

  /**
   * What the file system says the last entry is; {@link FileType#UNKNOWN} where it does not say.
   * Only a hint: it may be exchanged.
   */
  public FileType type() {
    return type;
  }

  private boolean fill() throws SystemCallException {
    filled = Handle.check(Io.getdents64(dir, batch), "read directory");
    position = 0;
    return filled > 0;
  }

  private static boolean isDots(Bytes name) {
    return name.at(0) == '.' && (name.length() == 1 || (name.length() == 2 && name.at(1) == '.'));
  }

  private long littleEndian(int at) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | (batch[at + i] & 0xff);
    }
    return value;
  }

  /** Lets go of the descriptor and of the memory; {@link #resume} goes on behind the last entry. */
  void suspend() {
    batch = new byte[0];
    filled = 0;
    position = 0;
  }

  void resume(Directory again) throws SystemCallException {
    dir = again.fd();
    batch = new byte[BATCH];
    long offset = Io.lseek(dir, resumeAt);
    if (offset < 0) {
      Handle.check((int) offset, "seek directory");
    }
  }
}
