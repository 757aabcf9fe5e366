// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * A problem in a configuration file.
 *
 * @param position the first wrong byte, or the beginning of its field
 * @param level its consequence
 * @param kind its cause, as far as callers distinguish causes
 * @param message what is wrong and what was expected, without the position, names escaped
 */
public record Problem(Position position, Level level, Kind kind, String message) {
  /** A problem of the kind {@link Kind#GENERAL}. */
  public Problem(Position position, Level level, String message) {
    this(position, level, Kind.GENERAL, message);
  }

  /** The causes that callers distinguish. */
  public enum Kind {
    /** Any other cause. */
    GENERAL,
    /** An unknown user or group. */
    UNKNOWN_ACCOUNT,
    /** A path below {@code /var/run}. */
    LEGACY_RUN,
    /** A part that only creating uses: lists, attributes and capabilities. */
    ONLY_CREATION,
    /** A line that conflicts with an earlier one. */
    DUPLICATE
  }

  /** The consequences of a problem, most severe first. */
  public enum Level {
    /** The line is ignored; if the user named the file, nothing is carried out: exit status 1. */
    ABORT,
    /** The line is ignored: exit status 65. */
    ERROR,
    /** A part of the line has no effect. */
    WARNING,
    /** The line is ignored or corrected, as is usual in many configurations. */
    NOTICE,
    /** A value was changed in graceful mode. */
    INFO,
    /** The line is ignored for a reason that is usual on this system. */
    DEBUG
  }

  /** The same problem in other words. */
  Problem withMessage(String words) {
    return new Problem(position, level, kind, words);
  }

  @Override
  public String toString() {
    return position + ": " + message;
  }
}
