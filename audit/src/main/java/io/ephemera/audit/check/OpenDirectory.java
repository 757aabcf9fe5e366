// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA102: a directory to which any user can write, and can come, has the sticky bit. */
final class OpenDirectory implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA102",
          "open-directory",
          Severity.ERROR,
          "Any user can write to a directory without the sticky bit",
          732,
          "CIS-7.1.11",
          "STIG-RHEL-08-010190",
          "STIG-UBTU-22-232145",
          "STIG-UBTU-24-600150");

  private static final int OTHERS_WRITE_AND_PASS = 3;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    boolean open =
        stat.isDirectory()
            && !stat.isSticky()
            && (stat.mode() & OTHERS_WRITE_AND_PASS) == OTHERS_WRITE_AND_PASS;
    if (open && !stat.isMountPoint() && seen.in().reachable() && !ServiceDirectory.isOne(seen)) {
      String path = Shown.word(seen.path());
      findings
          .of(RULE, seen.path())
          .seen(stat)
          .fix("chmod o-w " + path + "   # if only its owner or group writes to it")
          .fix("chmod +t " + path + "   # if all users share it")
          .add("any user can remove and replace the files of other users in it");
    }
  }
}
