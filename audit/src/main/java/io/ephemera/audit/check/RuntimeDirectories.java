// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** HA103: /run, /run/lock and /run/user belong to root, and no other user decides what is there. */
final class RuntimeDirectories implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA103",
          "runtime-directories",
          Severity.ERROR,
          "A directory for sockets, locks and pid files has a wrong mode or owner",
          732);

  private static final BytePath LOCK = BytePath.of("/run/lock");
  private static final List<BytePath> PATHS =
      List.of(BytePath.of("/run"), LOCK, BytePath.of("/run/user"));
  private static final int OTHERS_WRITE = 2;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (BytePath path : PATHS) {
      Stat stat = facts.paths().look(path);
      if (stat != null && stat.isDirectory()) {
        judge(path, stat, findings);
      }
    }
  }

  /** Debian has /run/lock with mode 1777, Fedora with 0755. */
  private static void judge(BytePath path, Stat stat, Findings findings) {
    boolean shared = path.equals(LOCK);
    boolean open = (stat.mode() & OTHERS_WRITE) != 0;
    String mode = shared ? "1777" : "0755";
    if (stat.uid() != 0) {
      findings
          .of(RULE, path)
          .seen(stat)
          .fix("chown root:root " + path)
          .add("its owner can replace the sockets, locks and pid files of all services");
    } else if (open && !(shared && stat.isSticky())) {
      findings
          .of(RULE, path)
          .seen(stat)
          .fix("chmod " + mode + " " + path)
          .add(
              stat.isSticky()
                  ? "any user can create the names that services use, before they do"
                  : "any user can replace the sockets, locks and pid files of services");
    }
  }
}
