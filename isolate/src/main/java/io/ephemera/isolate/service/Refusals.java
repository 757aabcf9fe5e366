// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.units.syntax.Assignment;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directives of one unit that ask for what is not done here: the unit is not run. */
final class Refusals {
  private final Map<String, Assignment> asked = new LinkedHashMap<>();

  void take(Assignment assignment) {
    if (Directives.changesNothing(assignment.key(), assignment.value())) {
      return;
    }
    if (Directives.asksForNothing(assignment.key(), assignment.value())) {
      Assignment ignored = asked.remove(assignment.key());
    } else {
      asked.putIfAbsent(assignment.key(), assignment);
    }
  }

  /** Names all of them, and what to do. */
  void throwIfAny() throws RunException {
    if (asked.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder("the unit asks for what cannot be done here:");
    for (Assignment assignment : asked.values()) {
      message
          .append("\n  ")
          .append(assignment.position())
          .append(": ")
          .append(assignment.key())
          .append('=')
          .append(assignment.value());
    }
    message
        .append("\nleave out one with --without=")
        .append(asked.keySet().iterator().next())
        .append(", or all of them with --without=sandbox");
    throw new RunException(Failure.CONFIGURATION, message.toString());
  }
}
