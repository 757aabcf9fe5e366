// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads the mode of a line. */
final class ModeParser {
  private static final int LARGEST = 07777;

  private ModeParser() {}

  static Mode parse(Field field, int defaultMode) throws LineException {
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

  private static int octal(Field field, int from) throws LineException {
    String text = field.text();
    int bits = (int) Numbers.parse(text, from, text.length(), Numbers.OCTAL, LARGEST);
    if (bits < 0) {
      throw wrong(field, ~bits);
    }
    return bits;
  }

  private static LineException wrong(Field field, int index) {
    return LineException.error(
        field.columnOf(index),
        "invalid mode "
            + Excerpt.quoted(field.text())
            + ": expected an octal number up to 7777, optionally after '~' or ':'");
  }
}
