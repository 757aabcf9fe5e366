// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Escapes bytes that any user may have chosen, for display. */
final class Escape {
  private Escape() {}

  static String forDisplay(byte[] value) {
    return isPlain(value) ? new String(value, StandardCharsets.ISO_8859_1) : escaped(value);
  }

  /** Whether all of it is printable ASCII without a backslash, as nearly always. */
  private static boolean isPlain(byte[] value) {
    for (byte b : value) {
      if (b < 0x20 || b == 0x7f || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(byte[] value) {
    StringBuilder out = new StringBuilder(value.length + 8);
    int i = 0;
    while (i < value.length) {
      int length = utf8Length(value, i);
      if (length == 0) {
        hex(out, value[i++]);
      } else if (length == 1) {
        ascii(out, value[i++]);
      } else {
        codePoint(out, value, i, length);
        i += length;
      }
    }
    return out.toString();
  }

  private static void ascii(StringBuilder out, byte b) {
    if (b == '\\') {
      out.append("\\\\");
    } else if (b == '\n') {
      out.append("\\n");
    } else if (b == '\t') {
      out.append("\\t");
    } else if (b < 0x20 || b == 0x7f) {
      hex(out, b);
    } else {
      out.append((char) b);
    }
  }

  /**
   * A decoded character, or its bytes in hexadecimal if a terminal could act on it or reverse the
   * direction of the text.
   */
  private static void codePoint(StringBuilder out, byte[] value, int at, int length) {
    int c = decode(value, at, length);
    if (c < 0xa0 || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
      for (int i = 0; i < length; i++) {
        hex(out, value[at + i]);
      }
    } else {
      out.appendCodePoint(c);
    }
  }

  private static void hex(StringBuilder out, byte b) {
    HexFormat.of().toHexDigits(out.append("\\x"), b);
  }

  private static int decode(byte[] value, int at, int length) {
    int c = value[at] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      c = (c << 6) | (value[at + i] & 0x3f);
    }
    return c;
  }

  /** The length of the well-formed UTF-8 sequence at an index (RFC 3629, section 4), or 0. */
  private static int utf8Length(byte[] value, int at) {
    int first = value[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xf5 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (length == 0 || at + length > value.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((value[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int c = decode(value, at, length);
    boolean tooLong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    boolean outside = c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff);
    return tooLong || outside ? 0 : length;
  }
}
