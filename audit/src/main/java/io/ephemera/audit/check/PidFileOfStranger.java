// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PidFacts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.OptionalLong;

/** HA306: a pid file names a process that is not that of its owner. */
final class PidFileOfStranger implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA306",
          "pid-file-of-stranger",
          Severity.WARNING,
          "A pid file names a process of another user than its owner",
          283);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void begin(Facts facts) {
    PidFacts ignored = facts.pids(); // before the walk
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    if (!PidFile.isOne(seen) || seen.stat().uid() == 0 || seen.in().isShared()) {
      return; // HA304 has those in shared directories
    }
    OptionalLong pid = PidFile.read(seen);
    if (pid.isPresent()
        && facts.pids().find(pid.getAsLong(), seen.stat().modificationTime())
            instanceof PidFacts.Alive(HostProcess process)
        && process.uid() != seen.stat().uid()
        && !isOfItsUnit(seen, process, facts)) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .seen(
              "it names "
                  + Shown.process(process)
                  + ", of user "
                  + facts.accounts().user(process.uid()))
          .ofUnit(process.placement().systemUnit())
          .fix("rm " + Shown.word(seen.path()))
          .add("a signal by this file hits a process that its owner may not signal");
    }
  }

  private static boolean isOfItsUnit(Sighting seen, HostProcess process, Facts facts) {
    String unit = process.placement().systemUnit();
    for (UnitClaim claim : facts.services().claims(seen.path())) {
      if (claim.unit().equals(unit)) {
        return true;
      }
    }
    return false;
  }
}
