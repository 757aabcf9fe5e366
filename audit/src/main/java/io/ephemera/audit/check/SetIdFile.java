// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;

/** HA401: no program in a temporary place gives its caller rights. */
final class SetIdFile implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA401",
          "set-id-file",
          Severity.ERROR,
          "A program in a temporary place gives any caller the rights of its owner",
          732);

  private static final int EXECUTABLE = 0111;
  private static final int OTHERS_EXECUTE = 1;
  private static final int SET_ID = 06000;
  private static final String CAPABILITIES = "security.capability";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    Stat stat = seen.stat();
    if (!stat.isRegular() || (stat.mode() & EXECUTABLE) == 0 || !seen.in().reachable()) {
      return;
    }
    String path = Shown.word(seen.path());
    if ((stat.mode() & SET_ID) != 0) {
      findings
          .of(RULE, seen.path())
          .as((stat.mode() & OTHERS_EXECUTE) != 0 ? Severity.ERROR : Severity.WARNING)
          .seen(stat)
          .fix("chmod ug-s " + path)
          .add("any caller gets the rights of its owner or group; no program belongs here");
    } else if (hasCapabilities(seen)) {
      findings
          .of(RULE, seen.path())
          .seen(stat)
          .seen("it has the attribute " + CAPABILITIES)
          .fix("setcap -r " + path)
          .add("any caller gets capabilities; no program belongs here");
    }
  }

  private static boolean hasCapabilities(Sighting seen) throws IOException {
    try (Inode held = seen.hold()) {
      return held != null && held.attribute(CAPABILITIES) != null;
    }
  }
}
