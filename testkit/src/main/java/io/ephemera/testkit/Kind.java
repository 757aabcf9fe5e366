// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

/** What an entry of a tree is, with the sign that stands behind its name. */
enum Kind {
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

  Kind(String sign, int format, int usualMode) {
    this.sign = sign;
    this.format = format;
    this.usualMode = usualMode;
  }

  static Kind ofMode(int mode) {
    for (Kind kind : values()) {
      if (kind.format == (mode & 0170000)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no kind of file has the mode " + Integer.toOctalString(mode));
  }

  static Kind ofSign(char last) {
    for (Kind kind : new Kind[] {DIRECTORY, FIFO, SOCKET, CHARACTER_DEVICE}) {
      if (kind.sign.charAt(0) == last) {
        return kind;
      }
    }
    return FILE;
  }
}
