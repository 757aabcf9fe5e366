// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.tmpfiles.language.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The time after which a line removes an entry, if nothing protects it then and nothing uses it
 * before.
 *
 * @param at microseconds since 1970: a run that begins later removes the entry; {@link Kind} says
 *     what the others mean
 * @param decidedBy the youngest of the timestamps that the line selects; null if none decides
 */
public record Due(Kind kind, long at, @Nullable Timestamp decidedBy) implements Comparable<Due> {
  /** What is known of the time; a directory has the last of those below it. */
  public enum Kind {
    /** At {@link #at}. */
    AT,
    /** When a process lets go of it: a lock, a socket, a command of {@code run}. */
    WHEN_RELEASED,
    /** It could not be looked at. */
    UNKNOWN,
    /** Never by this line, as it is. */
    NEVER
  }

  /** At any time. */
  public static final Due ANY_TIME = new Due(Kind.AT, Long.MIN_VALUE, null);

  /** When a process lets go of it. */
  public static final Due WHEN_RELEASED = new Due(Kind.WHEN_RELEASED, Long.MAX_VALUE, null);

  /** Not known. */
  public static final Due UNKNOWN = new Due(Kind.UNKNOWN, Long.MAX_VALUE, null);

  /** Never. */
  public static final Due NEVER = new Due(Kind.NEVER, Long.MAX_VALUE, null);

  /** A time, which a timestamp decides. */
  static Due at(long at, Timestamp decidedBy) {
    return new Due(Kind.AT, at, decidedBy);
  }

  /** Whether a run that begins now would remove the entry. */
  public boolean isPast(long now) {
    return kind == Kind.AT && at < now;
  }

  /** The later of two: what must both be over. */
  public Due orLater(Due other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The sooner of two: what is over when one is. */
  public Due orSooner(Due other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(Due other) {
    int kinds = kind.compareTo(other.kind);
    return kinds != 0 ? kinds : Long.compare(at, other.at);
  }

  /** As {@link #compareTo}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Due due && compareTo(due) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(at) + kind.hashCode();
  }
}
