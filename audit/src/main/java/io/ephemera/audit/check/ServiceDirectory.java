// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.ServiceUsers;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.Set;

/** HA206: the directory of a service in /run belongs to root or to an account of a service. */
final class ServiceDirectory implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA206",
          "service-directory",
          Severity.WARNING,
          "The directory of a service in /run is open to other users",
          732);

  private static final BytePath RUN = BytePath.of("/run");
  private static final Set<BytePath> OTHERS =
      Set.of(BytePath.of("/run/user"), BytePath.of("/run/lock"), BytePath.of("/run/shm"));
  private static final int OTHERS_WRITE = 2;

  private Set<Integer> known = Set.of();

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void begin(Facts facts) {
    known = ServiceUsers.of(facts);
  }

  /** Whether a directory is that of a service, so that HA102 leaves it to this check. */
  static boolean isOne(Sighting seen) {
    return seen.depth() == 1
        && seen.stat().isDirectory()
        && seen.place().path().equals(RUN)
        && !OTHERS.contains(seen.path());
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    if (!isOne(seen) || stat.isMountPoint() || !seen.in().reachable()) {
      return;
    }
    String path = Shown.word(seen.path());
    if ((stat.mode() & OTHERS_WRITE) != 0 && !stat.isSticky()) {
      findings
          .of(RULE, seen.path())
          .as(Severity.ERROR)
          .seen(stat)
          .fix("chmod o-w " + path)
          .fix("# and for good: RuntimeDirectoryMode=0755 in its unit, or the mode in its d line")
          .add("any user can replace the sockets and pid files of the service");
    } else if (isForeign(stat.uid(), facts.accounts())) {
      findings
          .of(RULE, seen.path())
          .seen(stat)
          .fix("ephemera explain " + path + "   # then chown or rmdir")
          .add("its owner is no account of a service: no unit, process or line gives it");
    }
  }

  /** An account of the system that is known there is one that a package made. */
  private boolean isForeign(int uid, AccountTable accounts) {
    boolean ofPackage = AccountTable.isOfSystem(uid) && accounts.withId(uid) != null;
    return !ofPackage && !known.contains(uid) && !ServiceUsers.isDynamic(uid);
  }
}
