// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Timestamp;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a line lets cleaning take.
 *
 * @param cutoff microseconds since 1970: what has a selected timestamp from then on is too young
 * @param keepFirstLevel whether the immediate entries of the directory stay
 */
record Rule(
    Line line,
    long cutoff,
    boolean keepFirstLevel,
    Set<Timestamp> files,
    Set<Timestamp> directories) {
  /** A rule that takes everything, whatever its age. */
  static Rule everything(Line line) {
    return new Rule(
        line,
        Long.MAX_VALUE,
        false,
        EnumSet.allOf(Timestamp.class),
        EnumSet.allOf(Timestamp.class));
  }

  /** A rule that takes nothing. */
  static Rule nothing(Line line) {
    return new Rule(
        line, 0, false, EnumSet.noneOf(Timestamp.class), EnumSet.noneOf(Timestamp.class));
  }

  /** The rule of an age, seen from a moment in microseconds since 1970. */
  static Rule of(Line line, Age age, long now) {
    long cutoff = age.micros() >= now ? 0 : now - age.micros();
    return new Rule(
        line, cutoff, age.keepFirstLevel(), quick(age.files()), quick(age.directories()));
  }

  /** As sets that are asked for every file. */
  private static Set<Timestamp> quick(Set<Timestamp> timestamps) {
    EnumSet<Timestamp> quick = EnumSet.noneOf(Timestamp.class);
    quick.addAll(timestamps);
    return quick;
  }

  /** Whether ages count at all: a removal is no ageing. */
  boolean isByAge() {
    return cutoff != Long.MAX_VALUE;
  }

  /** Whether the rule can take anything at all: an age from before 1970 takes nothing. */
  boolean takesAnything() {
    return cutoff > 0;
  }

  /** Whether every selected timestamp that the file system keeps is old. */
  boolean isOld(Stat stat) {
    Set<Timestamp> selected = stat.isDirectory() ? directories : files;
    return isOld(selected, Timestamp.MODIFICATION, stat.modificationTime())
        && isOld(selected, Timestamp.ACCESS, stat.accessTime())
        && isOld(selected, Timestamp.CHANGE, stat.changeTime())
        && isOld(selected, Timestamp.BIRTH, stat.birthTime());
  }

  private boolean isOld(Set<Timestamp> selected, Timestamp kind, long time) {
    return time < cutoff || time == Stat.NO_TIME || !selected.contains(kind);
  }
}
