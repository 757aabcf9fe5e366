// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Timestamp;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The age of a line, seen from the time of the run.
 *
 * @param cutoff microseconds since 1970; a selected timestamp from then on is too young
 * @param ageless whether an entry of any age is old enough, even of an unknown one
 * @param keepFirstLevel whether the immediate entries of the directory are kept
 * @param files the timestamps of files that must all be old
 * @param directories the timestamps of directories that must all be old
 */
record AgeRule(
    long cutoff,
    boolean ageless,
    boolean keepFirstLevel,
    Set<Timestamp> files,
    Set<Timestamp> directories) {
  /** The rule of a line that removes, whatever the age. */
  static AgeRule anyAge() {
    Set<Timestamp> none = EnumSet.noneOf(Timestamp.class);
    return new AgeRule(Long.MAX_VALUE, true, false, none, none);
  }

  /** The rule of an age at a time in microseconds since 1970. */
  static AgeRule of(Age age, boolean keepFirstLevel, long now) {
    long cutoff = age.micros() >= now ? 0 : now - age.micros();
    boolean ageless = age.micros() == 0;
    return new AgeRule(
        cutoff, ageless, keepFirstLevel, quick(age.files()), quick(age.directories()));
  }

  /** The same set in the form that is fastest to query, which is done for every file. */
  private static Set<Timestamp> quick(Set<Timestamp> timestamps) {
    EnumSet<Timestamp> quick = EnumSet.noneOf(Timestamp.class);
    quick.addAll(timestamps);
    return quick;
  }

  /** Whether the age matters at all. */
  boolean isLimited() {
    return cutoff != Long.MAX_VALUE;
  }

  /** Whether anything can be old: nothing is older than 1970. */
  boolean canBeMet() {
    return cutoff > 0;
  }

  /** Why an entry is kept; null if every selected timestamp that the file system keeps is old. */
  @Nullable Reason reasonToKeep(Stat stat) {
    Set<Timestamp> selected = stat.isDirectory() ? directories : files;
    boolean old =
        isOld(selected, Timestamp.MODIFICATION, stat.modificationTime())
            && isOld(selected, Timestamp.ACCESS, stat.accessTime())
            && isOld(selected, Timestamp.CHANGE, stat.changeTime())
            && isOld(selected, Timestamp.BIRTH, stat.birthTime());
    if (!old) {
      return Reason.TOO_YOUNG;
    }
    return ageless || isKnown(selected, stat) ? null : Reason.AGE_UNKNOWN;
  }

  /** Whether the file system keeps at least one of the selected timestamps. */
  private static boolean isKnown(Set<Timestamp> selected, Stat stat) {
    return isKnown(selected, Timestamp.MODIFICATION, stat.modificationTime())
        || isKnown(selected, Timestamp.ACCESS, stat.accessTime())
        || isKnown(selected, Timestamp.CHANGE, stat.changeTime())
        || isKnown(selected, Timestamp.BIRTH, stat.birthTime());
  }

  private static boolean isKnown(Set<Timestamp> selected, Timestamp timestamp, long time) {
    return time != Stat.NO_TIME && selected.contains(timestamp);
  }

  private boolean isOld(Set<Timestamp> selected, Timestamp timestamp, long time) {
    return time < cutoff || time == Stat.NO_TIME || !selected.contains(timestamp);
  }
}
