// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.acceptance.Observation.Difference;
import java.util.List;
import java.util.regex.Pattern;

/** A unit, and what its commands found under systemd and under {@code run --unit}. */
record Comparison(OracleUnit unit, Observation systemd, Observation ephemera) {
  boolean isOnBothSides(String key, String value) {
    return systemd.get(key).equals(value) && ephemera.get(key).equals(value);
  }

  /** Whether run refuses to start it, with this status and message. */
  boolean isRefusedHere(String status, Pattern message) {
    return ephemera.get(Observation.OUTCOME).equals(Observation.NOT_STARTED)
        && ephemera.get(Observation.EXIT_STATUS).equals(status)
        && message.matcher(ephemera.log()).find();
  }

  /** The differences that are not meant. */
  List<Difference> faults() {
    return systemd.differences(ephemera).stream()
        .filter(difference -> !MeantDifference.isMeant(difference, this))
        .toList();
  }

  /** The unit, the faults, and what both sides logged. */
  String text() {
    StringBuilder text = new StringBuilder("\n" + unit + "--- differences\n");
    faults().forEach(text::append);
    text.append("--- systemd\n").append(systemd.log());
    return text.append("--- ephemera\n").append(ephemera.log()).toString();
  }
}
