// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What older versions of systemd-tmpfiles do differently, where that changes what is removed.
 *
 * <p>The source of each is a release note or a manual page of systemd, or that versions 252 and
 * 262.1 were run and compared.
 */
public enum VersionDifference {
  /** Backslashes in the fields of a line. */
  FIELD_ESCAPES(
      254,
      "escape sequences in a path are not decoded: /a\\x20b is /ax20b",
      "252 and 262.1 were compared"),
  /** Locks on files, flock(2). */
  LOCKS_ON_FILES(
      256,
      "a BSD lock on a file does not keep it; one on a directory does",
      "252 and 262.1 were compared"),
  /** What {@code R} and {@code D} with {@code --remove} keep. */
  REMOVAL_KEEPS(
      256,
      "R lines, and D lines with --remove, also remove what is locked, sticky, excluded or a live"
          + " socket",
      "252 and 262.1 were compared"),
  /** Patterns of {@code x} lines with an age. */
  PATTERNS_WITH_AGE(
      256, "an x line with an age and a pattern cleans nothing", "252 and 262.1 were compared"),
  /** {@code --purge}. */
  PURGE(256, "there is no --purge", "systemd-tmpfiles(8), \"Added in version 256\""),
  /** The modifier {@code $}. */
  PURGE_MARK(
      257,
      "--purge removes what any line creates, not only lines with the modifier $",
      "release notes of systemd 257, \"Incompatible changes\""),
  /** {@code r} and {@code R} lines with an age. */
  AGED_REMOVAL(
      262, "r and R lines with an age remove nothing with --clean", "252 and 262.1 were compared"),
  /** Arguments where a type has none. */
  UNUSED_ARGUMENTS(
      262,
      "a line whose type has no argument is carried out with one, and a warning; 262 skips it",
      "252 and 262.1 were compared"),
  /** Times of directories. */
  RESTORED_TIMES(
      262,
      "a directory from which only directories were removed looks young afterwards",
      "252 and 262.1 were compared"),
  /** The specifier {@code %D}. */
  SPECIFIER_D(262, "a line with the specifier %D is skipped", "252 and 262.1 were compared");

  private final int since;
  private final String older;
  private final String source;

  VersionDifference(int since, String older, String source) {
    this.since = since;
    this.older = older;
    this.source = source;
  }

  /** The first version that does as Ephemera and systemd 262 do. */
  public int since() {
    return since;
  }

  /** What versions before that do, for messages. */
  public String older() {
    return older;
  }

  /** Where that is known from. */
  public String source() {
    return source;
  }

  /** The differences of a version, such as 252, from version 262. */
  public static List<VersionDifference> of(int version) {
    List<VersionDifference> differences = new ArrayList<>();
    for (VersionDifference difference : values()) {
      boolean differs = version < difference.since;
      if (differs && !(difference == PURGE_MARK && version < PURGE.since)) {
        differences.add(difference);
      }
    }
    return differences;
  }
}
