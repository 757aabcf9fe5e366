// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import org.jspecify.annotations.Nullable;

/** The resources that setrlimit(2) limits, as systemd.exec(5) names them. */
public enum Resource {
  CPU(0, Unit.SECONDS),
  FSIZE(1, Unit.BYTES),
  DATA(2, Unit.BYTES),
  STACK(3, Unit.BYTES),
  CORE(4, Unit.BYTES),
  RSS(5, Unit.BYTES),
  NPROC(6, Unit.COUNT),
  NOFILE(7, Unit.COUNT),
  MEMLOCK(8, Unit.BYTES),
  AS(9, Unit.BYTES),
  LOCKS(10, Unit.COUNT),
  SIGPENDING(11, Unit.COUNT),
  MSGQUEUE(12, Unit.BYTES),
  NICE(13, Unit.NICE),
  RTPRIO(14, Unit.COUNT),
  RTTIME(15, Unit.MICROSECONDS);

  private static final String PREFIX = "Limit";

  /** What the numbers of a limit count. */
  public enum Unit {
    /** Bytes. */
    BYTES,
    /** Seconds. */
    SECONDS,
    /** Microseconds. */
    MICROSECONDS,
    /** Files, processes, locks, signals; or a priority. */
    COUNT,
    /** 20 minus the lowest nice value, 1 to 40. */
    NICE
  }

  private final int number;
  private final Unit unit;

  Resource(int number, Unit unit) {
    this.number = number;
    this.unit = unit;
  }

  /** RLIMIT_ number, {@code asm-generic/resource.h}. */
  public int number() {
    return number;
  }

  /** What its numbers count. */
  public Unit unit() {
    return unit;
  }

  /** The directive that limits it: {@code LimitNOFILE}. */
  public String directive() {
    return PREFIX + name();
  }

  /** The one that a directive limits, or null. */
  public static @Nullable Resource ofDirective(String directive) {
    for (Resource resource : values()) {
      if (directive.length() == PREFIX.length() + resource.name().length()
          && directive.startsWith(PREFIX)
          && directive.endsWith(resource.name())) {
        return resource;
      }
    }
    return null;
  }

  /** The one with this number, or null. */
  public static @Nullable Resource ofNumber(int number) {
    return number >= 0 && number < values().length ? values()[number] : null;
  }
}
