// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.NameShape;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.facts.Target;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;

/** HA311: a link in a shared directory leads to a file of another user than its owner. */
final class PlantedLink implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA311",
          "planted-link",
          Severity.WARNING,
          "A symbolic link in a shared directory leads to a file of another user",
          59);

  private static final String PROTECTION = "fs/protected_symlinks";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    Stat stat = seen.stat();
    boolean candidate =
        stat.isSymlink() && stat.uid() != 0 && seen.in().isShared() && seen.in().isSticky();
    if (!candidate || !NameShape.isPredictable(seen.name())) {
      return;
    }
    BytePath target = target(seen.path(), seen.linkText());
    if (facts.paths().target(target) instanceof Target.Found(Stat found)
        && found.uid() != stat.uid()) {
      boolean followed = facts.isHost() && "0".equals(facts.setting(PROTECTION));
      findings
          .of(RULE, seen.path())
          .as(followed ? Severity.ERROR : Severity.WARNING)
          .seen(stat)
          .seen("it leads to " + target + ": " + Shown.listing(found, facts.accounts()))
          .fix("rm " + Shown.word(seen.path()))
          .fix(followed ? "sysctl -w fs.protected_symlinks=1" : "# and ask who made it")
          .add(
              "a program that writes to this name writes to a file of "
                  + facts.accounts().user(found.uid()));
    }
  }

  private static BytePath target(BytePath link, Bytes text) {
    BytePath path = BytePath.of(text);
    return path.isAbsolute() ? path : link.parent().append(path);
  }
}
