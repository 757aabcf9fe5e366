// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A glob pattern for a string of bytes, fnmatch(3) with FNM_PATHNAME and FNM_PERIOD: no wildcard
 * matches a slash or a leading dot, and a backslash escapes the next byte.
 *
 * <p>Immutable, so thread-safe.
 */
public final class Glob {
  private static final char SLASH = '/';

  private final byte[] pattern;

  /** The number of slashes in every match, or -1 if brackets or escapes make it hard to tell. */
  private final int slashes;

  /** Reads a pattern. */
  public Glob(Bytes pattern) {
    this.pattern = pattern.toArray();
    boolean simple = count(pattern, '[') + count(pattern, '\\') == 0;
    this.slashes = simple ? count(pattern, SLASH) : -1;
  }

  private static int count(Bytes text, char one) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      count += text.at(i) == one ? 1 : 0;
    }
    return count;
  }

  /** Whether a text contains special characters. */
  public static boolean isPattern(Bytes text) {
    for (int i = 0; i < text.length(); i++) {
      byte b = text.at(i);
      if (b == '*' || b == '?' || b == '[' || b == '\\') {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it may match the path of an entry of a directory; false if it certainly matches none.
   */
  public boolean mayMatchIn(BytePath directory) {
    Bytes path = directory.bytes();
    if (slashes >= 0 && slashes != (directory.isRoot() ? 1 : count(path, SLASH) + 1)) {
      return false;
    }
    int end = directory.isRoot() ? 0 : path.length(); // the slash before the entry's name
    for (int i = 0; i < pattern.length; i++) {
      byte c = pattern[i];
      if (c == '*' || c == '?' || c == '[' || c == '\\') {
        return true;
      }
      if (i <= end && c != (i < end ? path.at(i) : SLASH)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it matches the whole text. */
  public boolean matches(Bytes text) {
    return matches(text.array(), 0, text.length());
  }

  /**
   * Whether it matches the bytes {@code from} (inclusive) to {@code to} (exclusive).
   *
   * <p>Limits: the time grows with the product of both lengths, however many stars there are. No
   * star matches a slash, so in each component only the last star so far may have to match more: an
   * earlier one that matches more only leaves less for the same rest.
   */
  boolean matches(byte[] text, int from, int to) {
    int p = 0;
    int t = from;
    int afterStar = -1;
    int starEnd = from; // the end of what the last star matches
    while (p < pattern.length || t < to) {
      boolean star = p < pattern.length && pattern[p] == '*';
      if (star && !hasLeadingDot(text, from, t, to)) {
        p = afterStars(p);
        afterStar = p;
        starEnd = t;
        continue;
      }
      int next = star || p == pattern.length || t == to ? -1 : one(p, text, from, t, to);
      if (next >= 0) {
        p = next;
        t++;
      } else if (afterStar < 0 || starEnd == to || text[starEnd] == SLASH) {
        return false;
      } else {
        starEnd++;
        p = afterStar;
        t = starEnd;
      }
    }
    return true;
  }

  private int afterStars(int star) {
    int rest = star;
    while (rest < pattern.length && pattern[rest] == '*') {
      rest++;
    }
    return rest;
  }

  /** The position after the part at {@code p} if that matches one byte, otherwise -1. */
  private int one(int p, byte[] text, int from, int t, int to) {
    byte c = pattern[p];
    byte b = text[t];
    boolean wild = b != SLASH && !hasLeadingDot(text, from, t, to);
    if (c == '?') {
      return wild ? p + 1 : -1;
    }
    if (c == '[') {
      int end = bracketEnd(p);
      if (end > 0) {
        return wild && inBracket(p, end, b & 0xff) ? end + 1 : -1;
      }
    }
    if (c == '\\' && p + 1 < pattern.length) {
      return pattern[p + 1] == b ? p + 2 : -1;
    }
    return c == b ? p + 1 : -1;
  }

  private static boolean hasLeadingDot(byte[] text, int from, int t, int to) {
    return t < to && text[t] == '.' && (t == from || text[t - 1] == SLASH);
  }

  /** The closing bracket, or -1 if there is none and the opening one is an ordinary byte. */
  private int bracketEnd(int open) {
    int i = open + 1;
    if (i < pattern.length && (pattern[i] == '!' || pattern[i] == '^')) {
      i++;
    }
    boolean firstOne = true;
    while (i < pattern.length && pattern[i] != SLASH) {
      if (pattern[i] == ']' && !firstOne) {
        return i;
      }
      if (pattern[i] == '[' && i + 1 < pattern.length && pattern[i + 1] == ':') {
        int close = classEnd(i);
        i = close > 0 ? close : i;
      } else if (pattern[i] == '\\') {
        i++;
      }
      firstOne = false;
      i++;
    }
    return -1;
  }

  /** The last byte of {@code [:name:]}, or -1. */
  private int classEnd(int open) {
    for (int i = open + 2; i + 1 < pattern.length; i++) {
      if (pattern[i] == ':' && pattern[i + 1] == ']') {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean inBracket(int open, int end, int b) {
    int i = open + 1;
    boolean negated = pattern[i] == '!' || pattern[i] == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      int close = pattern[i] == '[' && pattern[i + 1] == ':' ? classEnd(i) : -1;
      if (close > 0 && close < end) {
        found |= CharacterClass.contains(new String(pattern, i + 2, close - i - 3, ISO_8859_1), b);
        i = close + 1;
        continue;
      }
      i += pattern[i] == '\\' && i + 1 < end ? 1 : 0;
      int from = pattern[i] & 0xff;
      int to = from;
      if (i + 2 < end && pattern[i + 1] == '-') {
        i += 2;
        i += pattern[i] == '\\' && i + 1 < end ? 1 : 0;
        to = pattern[i] & 0xff;
      }
      found |= from <= b && b <= to;
      i++;
    }
    return found != negated;
  }

  /** The character classes of the C locale, isalpha(3). */
  private static final class CharacterClass {
    private CharacterClass() {}

    static boolean contains(String name, int b) {
      boolean lower = b >= 'a' && b <= 'z';
      boolean upper = b >= 'A' && b <= 'Z';
      boolean digit = b >= '0' && b <= '9';
      boolean graph = b > ' ' && b < 0x7f;
      return switch (name) {
        case "lower" -> lower;
        case "upper" -> upper;
        case "alpha" -> lower || upper;
        case "digit" -> digit;
        case "alnum" -> lower || upper || digit;
        case "xdigit" -> digit || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
        case "space" -> b == ' ' || (b >= 9 && b <= 13);
        case "blank" -> b == ' ' || b == '\t';
        case "cntrl" -> b < ' ' || b == 0x7f;
        case "punct" -> graph && !(lower || upper || digit);
        case "graph" -> graph;
        case "print" -> graph || b == ' ';
        default -> false;
      };
    }
  }
}
