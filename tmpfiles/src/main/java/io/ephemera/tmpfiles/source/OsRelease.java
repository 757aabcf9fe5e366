// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.HashMap;
import java.util.Map;

/** Reads the assignments of os-release(5) and machine-info(5), a subset of shell syntax. */
final class OsRelease {
  private final String text;
  private final Map<String, String> values = new HashMap<>();
  private int at;

  private OsRelease(String text) {
    this.text = text;
  }

  /** The values by name, one character per byte; the last assignment to a name wins. */
  static Map<String, String> parse(Bytes content) {
    OsRelease release = new OsRelease(content.latin1());
    while (release.at < release.text.length()) {
      release.line();
    }
    return release.values;
  }

  private void line() {
    at = Whitespace.skip(text, at);
    int start = at;
    while (at < text.length() && isNameCharacter(text.charAt(at))) {
      at++;
    }
    int end = at;
    skipBlanks();
    boolean isAssignment = end > start && at < text.length() && text.charAt(at) == '=';
    if (isAssignment) {
      at++;
      skipBlanks();
      values.put(text.substring(start, end), value());
    } else {
      skipLine();
    }
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private void skipLine() {
    int newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length() : newline + 1;
  }

  private String value() {
    StringBuilder out = new StringBuilder();
    int kept = 0;
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == '\'') {
        single(out);
        kept = out.length();
      } else if (c == '"') {
        quoted(out);
        kept = out.length();
      } else if (c == '\\') {
        escaped(out);
        kept = out.length();
      } else {
        out.append(c);
        kept = Whitespace.is(c) ? kept : out.length();
      }
    }
    out.setLength(kept);
    return out.toString();
  }

  private void single(StringBuilder out) {
    int end = text.indexOf('\'', at);
    int to = end < 0 ? text.length() : end;
    out.append(text, at, to);
    at = Math.min(to + 1, text.length());
  }

  private void quoted(StringBuilder out) {
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      boolean escapes = c == '\\' && at < text.length() && "\"\\`$\n".indexOf(text.charAt(at)) >= 0;
      if (escapes) {
        escaped(out);
      } else {
        out.append(c);
      }
    }
    at = Math.min(at + 1, text.length());
  }

  /** Appends the character after a backslash; a newline there continues the line. */
  private void escaped(StringBuilder out) {
    if (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '\n') {
        out.append(c);
      }
    }
  }
}
