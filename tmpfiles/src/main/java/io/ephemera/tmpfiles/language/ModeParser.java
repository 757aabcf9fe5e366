// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads the mode of a line. */
final class ModeParser {
  private static final int LARGEST = 07777;

  private ModeParser() {}

  static Mode parse(Field field, int defaultMode) throws BadLine {
    if (field.isUnset()) {
      return new Mode(defaultMode, false, false, false);
    }
    String text = field.text();
    boolean masked = false;
    boolean onlyCreate = false;
    int i = 0;
    while (i < text.length() && (text.charAt(i) == '~' || text.charAt(i) == ':')) {
      masked |= text.charAt(i) == '~';
      onlyCreate |= text.charAt(i) == ':';
      i++;
    }
    return new Mode(octal(field, Whitespace.skip(text, i)), masked, onlyCreate, true);
  }

  private static int octal(Field field, int from) throws BadLine {
    String text = field.text();
    int bits = (int) Numbers.parse(text, from, text.length(), Numbers.OCTAL, LARGEST);
    if (bits < 0) {
      throw wrong(field, ~bits);
    }
    return bits;
  }

  private static BadLine wrong(Field field, int index) {
    return BadLine.error(
        field.columnOf(index),
        "invalid mode "
            + Show.quoted(field.text())
            + ": expected octal digits up to 7777, after '~' or ':' or neither");
  }
}
