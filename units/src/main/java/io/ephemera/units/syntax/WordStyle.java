// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/** How a value is split into words: settings differ in what quotes and backslashes mean. */
public enum WordStyle {
  /**
   * Quotes group, and a backslash is removed before any character: {@code ReadWritePaths=}, {@code
   * TemporaryFileSystem=}, {@code PassEnvironment=}.
   */
  QUOTED(true, Backslash.REMOVED),
  /**
   * Quotes group, and escape sequences of C are decoded; an unknown one is an error: {@code
   * Environment=}, {@code UnsetEnvironment=}, Exec lines.
   */
  DECODED(true, Backslash.DECODED),
  /** As {@link #DECODED}, but an unknown escape sequence is kept with its backslash. */
  DECODED_LENIENT(true, Backslash.DECODED_OR_KEPT),
  /** Quotes group, and backslashes stay for a second splitting: {@link Tuples}. */
  KEPT(true, Backslash.KEPT),
  /**
   * Quotes are characters, and a backslash is removed before any character: {@code
   * SupplementaryGroups=}.
   */
  UNQUOTED(false, Backslash.REMOVED),
  /**
   * As {@link #QUOTED}, but a quote that is not closed and a backslash at the end are accepted: the
   * value of {@code $NAME} in an Exec line.
   */
  VARIABLE(true, Backslash.REMOVED);

  /** The meaning of a backslash. */
  enum Backslash {
    REMOVED,
    DECODED,
    DECODED_OR_KEPT,
    KEPT
  }

  private final boolean quotes;
  private final Backslash backslash;

  WordStyle(boolean quotes, Backslash backslash) {
    this.quotes = quotes;
    this.backslash = backslash;
  }

  boolean hasQuotes() {
    return quotes;
  }

  Backslash backslash() {
    return backslash;
  }

  /** Whether a quote may stay open. */
  boolean isOpenEnded() {
    return this == VARIABLE;
  }
}
