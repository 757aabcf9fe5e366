// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Something that a configuration line says wrongly or in vain: what it is, and what was expected.
 *
 * @param position the byte that is wrong, or the start of its field
 * @param level how much it matters
 * @param kind what it is about
 * @param message without position, names escaped
 */
public record Problem(Position position, Level level, Kind kind, String message) {
  /** A problem of no special kind. */
  public Problem(Position position, Level level, String message) {
    this(position, level, Kind.GENERAL, message);
  }

  /** What some problems are about, for those who treat them apart. */
  public enum Kind {
    /** Anything else. */
    GENERAL,
    /** A user or a group that there is not. */
    UNKNOWN_ACCOUNT,
    /** A path below {@code /var/run}. */
    LEGACY_RUN,
    /** A line that an earlier one overrides. */
    DUPLICATE
  }

  /** How much a problem matters, gravest first. */
  public enum Level {
    /** The line is skipped, and so is everything else where the user named the file: exit 1. */
    ABORT,
    /** The line is skipped: exit 65. */
    ERROR,
    /** A part of the line has no effect. */
    WARNING,
    /**
     * The line is skipped or read differently than it is written, as configuration often wants it.
     */
    NOTICE,
    /** A value was changed because the user asked for grace. */
    INFO,
    /** The line is skipped for a reason that is usual where the program runs. */
    DEBUG
  }

  @Override
  public String toString() {
    return position + ": " + message;
  }
}
