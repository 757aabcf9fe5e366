// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

/** The type of an entry, with the sign that follows its name in the notation. */
enum TreeEntryType {
  DIRECTORY("/", 0040000, 0755),
  FILE("", 0100000, 0644),
  SYMLINK("", 0120000, 0),
  HARD_LINK("", 0, 0),
  FIFO("|", 0010000, 0644),
  SOCKET("=", 0140000, 0644),
  CHARACTER_DEVICE("%", 0020000, 0644),
  BLOCK_DEVICE("%", 0060000, 0644);

  final String sign;
  final int format;
  final int usualMode;

  TreeEntryType(String sign, int format, int usualMode) {
    this.sign = sign;
    this.format = format;
    this.usualMode = usualMode;
  }

  /** The type in the format bits of {@code st_mode}, inode(7). */
  static TreeEntryType ofMode(int mode) {
    for (TreeEntryType type : values()) {
      if (type.format == (mode & 0170000)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown file type in mode " + Integer.toOctalString(mode));
  }

  /** The type that the last character of a name shows; a file where it is no sign. */
  static TreeEntryType ofSign(char last) {
    for (TreeEntryType type : new TreeEntryType[] {DIRECTORY, FIFO, SOCKET, CHARACTER_DEVICE}) {
      if (type.sign.charAt(0) == last) {
        return type;
      }
    }
    return FILE;
  }
}
