// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes in the notation: printable ASCII unchanged, all others as {@code \xHH}. */
final class Text {
  private static final HexFormat HEX = HexFormat.of();

  private Text() {}

  /** Escapes text that holds one character per byte; {@code special} is escaped too. */
  static String escape(String latin1, String special) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (c == '\\' || c == '"') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < 0x20 || c >= 0x7f || special.indexOf(c) >= 0) {
        out.append("\\x").append(HEX.toHexDigits((byte) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Undoes {@link #escape}: one character per byte. */
  static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c < 0x80 ? String.valueOf(c) : utf8(c));
        continue;
      }
      char escaped = text.charAt(++i);
      if (escaped == 'x') {
        out.append((char) HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        out.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
      }
    }
    return out.toString();
  }

  private static String utf8(char c) {
    byte[] bytes = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String toHex(String latin1) {
    return HEX.formatHex(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  static String fromHex(String hex) {
    return new String(HEX.parseHex(hex), StandardCharsets.ISO_8859_1);
  }
}
