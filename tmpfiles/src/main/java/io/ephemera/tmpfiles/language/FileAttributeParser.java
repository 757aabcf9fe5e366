// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads the file attributes of {@code h} lines (chattr(1)). */
final class FileAttributeParser {
  private static final String LETTERS = "aAcCdDeijPsStTu";

  /** {@code FS_*_FL} of linux/fs.h, in the order of the letters. */
  private static final int[] FLAGS = {
    0x20,
    0x80,
    0x4,
    0x800000,
    0x40,
    0x10000,
    0x80000,
    0x10,
    0x4000,
    0x20000000,
    0x1,
    0x8,
    0x8000,
    0x20000,
    0x2
  };

  private FileAttributeParser() {}

  static Action.SetFileAttributes parse(Field field, boolean recursive) throws LineException {
    String text = field.text();
    char operator = text.charAt(0);
    boolean hasOperator = operator == '+' || operator == '-' || operator == '=';
    int flags = 0;
    for (int i = hasOperator ? 1 : 0; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      if (letter < 0) {
        throw wrong(field, i);
      }
      flags |= FLAGS[letter];
    }
    if (operator == '=') {
      return new Action.SetFileAttributes(all(), flags, recursive);
    }
    if (flags == 0) {
      throw wrong(field, text.length());
    }
    return new Action.SetFileAttributes(flags, operator == '-' ? 0 : flags, recursive);
  }

  private static int all() {
    int flags = 0;
    for (int flag : FLAGS) {
      flags |= flag;
    }
    return flags;
  }

  private static LineException wrong(Field field, int index) {
    return LineException.error(
        field.columnOf(index),
        "invalid file attributes "
            + Excerpt.quoted(field.text())
            + ": expected letters of '"
            + LETTERS
            + "', optionally after '+', '-' or '='");
  }
}
