// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What can be in the place of a placeholder such as {@code <pid>}; never a slash. */
public enum Placeholder {
  /** The number of an X display. */
  DISPLAY(5, true),
  /** A process id. */
  PID(10, true),
  /** A user id. */
  UID(10, true),
  /** A port. */
  PORT(5, true),
  /** Another number. */
  N(40, true),
  /** A date, {@code 20261129}. */
  DATE(8, true),
  /** A user name. */
  USER(64, false),
  /** A host name. */
  HOST(253, false),
  /** A name that the program or its user chooses. */
  NAME(255, false),
  /** A version. */
  VER(64, true),
  /** A UUID. */
  UUID(36, true),
  /** A hexadecimal number. */
  HASH(128, true),
  /** A hexadecimal number of 40 digits. */
  HASH40(40, true),
  /** At least six random characters. */
  RAND(255, true),
  /** Eight random characters, of Python's tempfile. */
  RAND8(8, true),
  /** Ten random characters, of mktemp(1) and Perl's File::Temp. */
  RAND10(10, true);

  private static final String UUID_FORM = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final int LEAST_RANDOM = 6;

  private final int longest;
  private final boolean isGreedy;

  Placeholder(int longest, boolean isGreedy) {
    this.longest = longest;
    this.isGreedy = isGreedy;
  }

  /** The placeholder with a name as in the table; null if there is none. */
  static @Nullable Placeholder named(String text) {
    for (Placeholder placeholder : values()) {
      boolean isUpper = placeholder == N || placeholder == HASH40;
      String name = placeholder.name();
      if (text.equals(isUpper ? name : name.toLowerCase(Locale.ROOT))) {
        return placeholder;
      }
    }
    return null;
  }

  int longest() {
    return longest;
  }

  /** Whether the longest possible text is meant, if several fit. */
  boolean isGreedy() {
    return isGreedy;
  }

  /**
   * Whether a text can be in this place.
   *
   * @param text not empty, without a slash
   * @param isSeparated whether a dash, dot or the like comes before it
   */
  boolean accepts(String text, boolean isSeparated) {
    return switch (this) {
      case DISPLAY, N -> all(text, Placeholder::isDigit);
      case PID -> isNumber(text, Integer.MAX_VALUE) && text.charAt(0) != '0';
      case UID -> isNumber(text, 0xffff_ffffL);
      case PORT -> isNumber(text, 0xffff);
      case DATE -> text.length() == longest && text.matches("(19|20)[0-9]{6}");
      case USER -> !isDigit(text.charAt(0)) && all(text, Placeholder::isInUserName);
      case HOST -> all(text, c -> isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_');
      case NAME -> true;
      case VER -> isDigit(text.charAt(0)) && all(text, Placeholder::isInVersion);
      case UUID -> text.length() == longest && text.matches(UUID_FORM);
      case HASH -> text.length() > 1 && all(text, Placeholder::isHexadecimal);
      case HASH40 -> text.length() == longest && all(text, Placeholder::isHexadecimal);
      case RAND -> text.length() >= LEAST_RANDOM && isRandom(text, isSeparated);
      case RAND8 ->
          text.length() == longest && !any(text, Placeholder::isUpper) && isRandom(text, true);
      case RAND10 ->
          text.length() == longest
              && all(text, Placeholder::isInRandom)
              && any(text, Placeholder::isUpper)
              && any(text, Placeholder::isLower);
    };
  }

  /**
   * Whether a text is hardly a word, a number, or a word with a number after it: a few of a hundred
   * random texts are taken for one, so that nearly no chosen name is taken for random.
   */
  private static boolean isRandom(String text, boolean isSeparated) {
    if (!all(text, Placeholder::isInRandom)) {
      return false;
    }
    if (any(text.substring(1), Placeholder::isUpper) && any(text, Placeholder::isLower)) {
      return true;
    }
    boolean mixesDigits =
        any(text, Placeholder::isLetter) && any(text, c -> isDigit(c) || c == '_');
    return mixesDigits && (isSeparated || !text.matches("[A-Za-z]+[0-9]+"));
  }

  private static boolean isNumber(String text, long largest) {
    return all(text, Placeholder::isDigit)
        && text.length() <= 10
        && Long.parseLong(text) <= largest;
  }

  private static boolean all(String text, IntPredicate fits) {
    return text.chars().allMatch(fits);
  }

  private static boolean any(String text, IntPredicate fits) {
    return text.chars().anyMatch(fits);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLetter(int c) {
    return isLower(c) || isUpper(c);
  }

  private static boolean isHexadecimal(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isInRandom(int c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isInUserName(int c) {
    return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isInVersion(int c) {
    return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == '_' || c == '+' || c == '~';
  }
}
