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
 * @param micros the age in microseconds
 * @param cutoff microseconds since 1970; a selected timestamp from then on is too young
 * @param ageless whether an entry of any age is old enough, even of an unknown one
 * @param keepFirstLevel whether the immediate entries of the directory are kept
 * @param files the timestamps of files that must all be old
 * @param directories the timestamps of directories that must all be old
 */
record AgeRule(
    long micros,
    long cutoff,
    boolean ageless,
    boolean keepFirstLevel,
    Set<Timestamp> files,
    Set<Timestamp> directories) {
  /** The rule of a line that removes, whatever the age. */
  static AgeRule anyAge() {
    Set<Timestamp> none = EnumSet.noneOf(Timestamp.class);
    return new AgeRule(0, Long.MAX_VALUE, true, false, none, none);
  }

  /** The rule of an age at a time in microseconds since 1970. */
  static AgeRule of(Age age, boolean keepFirstLevel, long now) {
    long cutoff = age.micros() >= now ? 0 : now - age.micros();
    boolean ageless = age.micros() == 0;
    return new AgeRule(
        age.micros(),
        cutoff,
        ageless,
        keepFirstLevel,
        quick(age.files()),
        quick(age.directories()));
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

  /**
   * When the entry is old: after the last of the selected timestamps and this age. It is old now
   * exactly if that is before the time of the run.
   */
  Due due(Stat stat) {
    if (!isLimited()) {
      return Due.ANY_TIME;
    }
    Set<Timestamp> selected = stat.isDirectory() ? directories : files;
    Due due = ageless ? Due.ANY_TIME : Due.NEVER;
    boolean known = false;
    for (Timestamp timestamp : selected) {
      long time = time(stat, timestamp);
      if (time != Stat.NO_TIME) {
        Due after = after(time, timestamp);
        due = known ? due.orLater(after) : after;
        known = true;
      }
    }
    return due;
  }

  /** When a directory is old in which a name was removed at a time. */
  Due dueOfChanged(long time) {
    boolean counts =
        isLimited()
            && (directories.contains(Timestamp.MODIFICATION)
                || directories.contains(Timestamp.CHANGE));
    return counts ? after(time, Timestamp.MODIFICATION) : Due.ANY_TIME;
  }

  private Due after(long time, Timestamp timestamp) {
    boolean fits = time < 0 || micros <= Long.MAX_VALUE - time;
    return Due.at(fits ? time + micros : Long.MAX_VALUE, timestamp);
  }

  private static long time(Stat stat, Timestamp timestamp) {
    return switch (timestamp) {
      case ACCESS -> stat.accessTime();
      case BIRTH -> stat.birthTime();
      case CHANGE -> stat.changeTime();
      case MODIFICATION -> stat.modificationTime();
    };
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
