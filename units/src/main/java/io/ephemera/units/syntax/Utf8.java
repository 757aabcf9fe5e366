// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/** UTF-8 in text with one character per byte. */
final class Utf8 {
  private Utf8() {}

  /**
   * Whether the bytes are UTF-8 as systemd accepts it: without overlong forms, surrogates and the
   * code points that are reserved as noncharacters.
   */
  static boolean isValid(String latin1) {
    int i = 0;
    while (i < latin1.length()) {
      int length = length(latin1.charAt(i));
      if (length == 0 || i + length > latin1.length() || !isCharacter(latin1, i, length)) {
        return false;
      }
      i += length;
    }
    return true;
  }

  private static int length(char first) {
    if (first < 0x80) {
      return 1;
    }
    return first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  }

  private static boolean isCharacter(String latin1, int at, int length) {
    if (length == 1) {
      return true;
    }
    int code = latin1.charAt(at) & (0x7f >> length);
    for (int i = at + 1; i < at + length; i++) {
      char next = latin1.charAt(i);
      if ((next & 0xc0) != 0x80) {
        return false;
      }
      code = code << 6 | (next & 0x3f);
    }
    int smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    return code >= smallest && code <= Character.MAX_CODE_POINT && isAssignable(code);
  }

  private static boolean isAssignable(int code) {
    boolean surrogate = code >= 0xd800 && code <= 0xdfff;
    boolean reserved = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) == 0xfffe;
    return !surrogate && !reserved;
  }
}
