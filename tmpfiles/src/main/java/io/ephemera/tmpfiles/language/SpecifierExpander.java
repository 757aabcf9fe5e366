// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** Replaces specifiers such as {@code %m} by their values. */
final class SpecifierExpander {
  /** The longest path, without its NUL (PATH_MAX in limits.h). */
  static final int LONGEST_PATH = 4095;

  private final Specifiers specifiers;

  SpecifierExpander(Specifiers specifiers) {
    this.specifiers = specifiers;
  }

  /** Rejects a text that is longer than any path; arguments have the same limit. */
  static void requireLength(String expanded, Field field) throws LineException {
    if (expanded.length() > LONGEST_PATH) {
      throw LineException.of(
          field.column(),
          Problem.Level.ABORT,
          "too long: expected at most "
              + LONGEST_PATH
              + " bytes, got "
              + expanded.length()
              + " after specifiers are expanded");
    }
  }

  /** The text with its specifiers expanded. */
  String expand(Field field) throws LineException {
    String text = field.text();
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int copied = 0;
    while (percent >= 0 && percent + 1 < text.length()) {
      out.append(text, copied, percent);
      copied = percent + 2;
      one(field, percent, out);
      percent = text.indexOf('%', copied);
    }
    return out.append(text, Math.min(copied, text.length()), text.length()).toString();
  }

  private void one(Field field, int percent, StringBuilder out) throws LineException {
    char letter = field.text().charAt(percent + 1);
    if (letter == '%') {
      out.append('%');
    } else if (!isAlphanumeric(letter)) {
      out.append('%').append(letter);
    } else {
      out.append(value(field, percent, letter).latin1());
    }
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private Bytes value(Field field, int percent, char letter) throws LineException {
    SpecifierValue expansion = specifiers.expand(letter);
    if (expansion instanceof SpecifierValue.Value value) {
      return value.bytes();
    }
    if (expansion instanceof SpecifierValue.Unresolvable unresolvable) {
      String consequence =
          unresolvable.level() == Problem.Level.ABORT ? "" : "; line ignored"; // added elsewhere
      throw LineException.of(
          field.columnOf(percent),
          unresolvable.level(),
          "specifier %" + letter + " has no value here: " + unresolvable.reason() + consequence);
    }
    throw LineException.error(
        field.columnOf(percent),
        "unknown specifier %"
            + letter
            + " in "
            + Excerpt.quoted(field.text())
            + ": expected a specifier of tmpfiles.d(5), or %% for a percent sign");
  }
}
