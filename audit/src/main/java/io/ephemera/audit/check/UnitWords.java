// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.fs.Bytes;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import org.jspecify.annotations.Nullable;

/** What checks ask of one unit. */
final class UnitWords {
  private UnitWords() {}

  /** The last assignment of a setting in the section of the unit's type; null if there is none. */
  static @Nullable Assignment last(Unit unit, String key) {
    Assignment last = null;
    for (Assignment assignment : unit.assignments()) {
      if (assignment.key().equals(key) && assignment.section().equals(unit.name().typeSection())) {
        last = assignment;
      }
    }
    return last;
  }

  /** The value of a setting; empty if there is none. */
  static String value(Unit unit, String key) {
    Assignment last = last(unit, key);
    return last == null ? "" : last.value();
  }

  /** Whether the service has a /tmp of its own. */
  static boolean hasPrivateTmp(Unit unit) {
    String value = value(unit, "PrivateTmp");
    return value.equals("disconnected") || isTrue(value) || isTrue(value(unit, "DynamicUser"));
  }

  static boolean isTrue(String value) {
    return Boolean.TRUE.equals(Booleans.parse(value));
  }

  /** Where an assignment is, as evidence: {@code FILE:LINE: KEY=VALUE}. */
  static String shown(Assignment assignment) {
    return assignment.position().file()
        + ":"
        + assignment.position().line()
        + ": "
        + assignment.key()
        + "="
        + Bytes.latin1(assignment.value());
  }
}
