// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
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
    boolean left = ServiceDirectory.isOne(seen) || seen.stat().isMountPoint();
    if (left || !seen.in().reachable()) {
      return;
    }
    if (isOpen(seen.stat())) {
      report(seen.path(), seen.stat(), findings);
    } else if (isOfUser(seen.stat()) && !DisplayDirectories.areAt(seen.path())) {
      reportOwner(seen.path(), seen.stat(), facts, findings);
    }
  }

  /** Places that lines of tmpfiles.d(5) make: HA101 and HA103 have the others. */
  @Override
  public void end(Facts facts, Findings findings) {
    for (Place place : facts.places()) {
      Stat stat = place.kind() == Place.Kind.OTHER ? facts.paths().look(place.path()) : null;
      if (stat != null && isOpen(stat) && facts.paths().isReachable(place.path().parent())) {
        report(place.path(), stat, findings);
      }
    }
  }

  private static boolean isOpen(Stat stat) {
    return stat.isDirectory()
        && !stat.isSticky()
        && (stat.mode() & OTHERS_WRITE_AND_PASS) == OTHERS_WRITE_AND_PASS;
  }

  /** It has the sticky bit, which does not bind its owner: a person, no service. */
  private static boolean isOfUser(Stat stat) {
    return stat.isDirectory()
        && stat.isSticky()
        && (stat.mode() & OTHERS_WRITE_AND_PASS) == OTHERS_WRITE_AND_PASS
        && !AccountTable.isOfSystem(stat.uid())
        && !ForeignEntry.isMapped(stat.uid());
  }

  private static void reportOwner(BytePath at, Stat stat, Facts facts, Findings findings) {
    String path = Shown.word(at);
    findings
        .of(RULE, at)
        .as(Severity.WARNING)
        .seen(stat)
        .fix("chmod o-w " + path + "   # if only its owner or group writes to it")
        .fix("chown root: " + path + "   # if all users share it")
        .add(
            facts.accounts().user(stat.uid())
                + " can remove and replace the files of other users in it");
  }

  private static void report(BytePath at, Stat stat, Findings findings) {
    String path = Shown.word(at);
    findings
        .of(RULE, at)
        .seen(stat)
        .fix("chmod o-w " + path + "   # if only its owner or group writes to it")
        .fix("chmod +t " + path + "   # if all users share it")
        .add("any user can remove and replace the files of other users in it");
  }
}
