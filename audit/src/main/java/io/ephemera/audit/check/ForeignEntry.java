// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.ServiceUsers;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA405: in the directory of one user, an entry of another one. */
final class ForeignEntry implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA405",
          "foreign-entry",
          Severity.WARNING,
          "An entry of another user is in a directory that only its owner can write to",
          283);

  /** Users of containers without root, subuid(5), have numbers from here on. */
  private static final int FIRST_OF_CONTAINERS = 100_000;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    Stat directory = seen.in().stat();
    if (stat.uid() == 0
        || directory.uid() == 0
        || stat.uid() == directory.uid()
        || isMapped(stat.uid())
        || isMapped(directory.uid())
        || (directory.mode() & 022) != 0
        || !(seen.in().writers() instanceof Access.Exclusive)) {
      return;
    }
    findings
        .of(RULE, seen.path())
        .seen(stat)
        .seen("its directory: " + Shown.listing(directory, facts.accounts()))
        .fix("ephemera explain " + Shown.word(seen.path()) + "   # then chown or rm")
        .add(
            "it was there before the directory was private, or root put it there: programs of "
                + facts.accounts().user(directory.uid())
                + " take it for their own");
  }

  /** Whether the number is that of a user of a container, or of a service for a while. */
  static boolean isMapped(int uid) {
    return ServiceUsers.isDynamic(uid) || Integer.compareUnsigned(uid, FIRST_OF_CONTAINERS) >= 0;
  }
}
