// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a directory, getdents64(2), without {@code .} and {@code ..}: a batch at a
 * time, never all of them in memory.
 *
 * <p>Entries may be removed meanwhile. Not thread-safe.
 */
public final class DirectoryStream {
  private static final int BATCH = 32 * 1024;
  private static final int LENGTH = 16;
  private static final int TYPE = 18;
  private static final int NAME = 19;

  private final Fd dir;
  private final byte[] batch = new byte[BATCH];
  private int filled;
  private int position;
  private FileType type = FileType.UNKNOWN;

  DirectoryStream(Fd dir) {
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
   * The type of the last entry; {@link FileType#UNKNOWN} if the file system does not report it.
   * Only a hint: the entry may be exchanged meanwhile.
   */
  public FileType type() {
    return type;
  }

  /** Whether there are entries where the directory's descriptor is now; false if reading fails. */
  boolean tryFill() {
    filled = Math.max(Io.getdents64(dir, batch), 0);
    position = 0;
    return filled > 0;
  }

  private boolean fill() throws SystemCallException {
    filled = check(Io.getdents64(dir, batch), SystemCall.READ_DIRECTORY);
    position = 0;
    return filled > 0;
  }

  private static boolean isDots(Bytes name) {
    return name.at(0) == '.' && (name.length() == 1 || (name.length() == 2 && name.at(1) == '.'));
  }
}
