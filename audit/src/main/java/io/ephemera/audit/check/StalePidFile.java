// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PidFacts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** HA305: the process that a pid file names has ended. */
final class StalePidFile implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA305",
          "stale-pid-file",
          Severity.NOTE,
          "A pid file names a process that has ended",
          459);

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
    PidFacts ignored = facts.pids(); // before the walk: a process that starts later is no stranger
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    if (!PidFile.isOne(seen)) {
      return;
    }
    OptionalLong pid = PidFile.read(seen);
    if (pid.isPresent()
        && facts.pids().find(pid.getAsLong(), seen.stat().modificationTime())
            instanceof PidFacts.Dead dead) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .seen(
              dead.successor() == null
                  ? "no process has the number " + pid.getAsLong()
                  : "the number is now that of "
                      + Shown.process(dead.successor())
                      + ", which started later")
          .ofUnit(unit(dead))
          .fix("rm " + Shown.word(seen.path()))
          .add(
              dead.successor() == null
                  ? "process " + pid.getAsLong() + " has ended: a program that reads it is misled"
                  : "process " + pid.getAsLong() + " is another one now: a signal would hit it");
    }
  }

  private static @Nullable String unit(PidFacts.Dead dead) {
    return dead.successor() == null ? null : dead.successor().placement().systemUnit();
  }
}
