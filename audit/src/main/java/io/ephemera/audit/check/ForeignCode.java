// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.host.uses.UseKind;
import io.ephemera.host.uses.UseTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA407: a process runs code that another user can change. */
final class ForeignCode implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA407",
          "foreign-code",
          Severity.ERROR,
          "A process runs code in a temporary place that another user can change",
          427);

  private static final int OTHERS_WRITE = 2;

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
    UseTable ignored = facts.uses(); // before the walk
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    FileId file = FileId.of(seen.stat());
    if (!seen.stat().isRegular() || !facts.uses().mayBeUsed(file)) {
      return;
    }
    for (Use use : facts.uses().of(file)) {
      HostProcess process = use.process();
      if (process != null && runs(use) && isChangeable(seen, process)) {
        findings
            .of(RULE, seen.path())
            .seen(seen.stat())
            .seen(
                Shown.process(process)
                    + ", of user "
                    + facts.accounts().user(process.uid())
                    + ", runs it")
            .ofUnit(process.placement().systemUnit())
            .fix("# install it where only root writes: /usr/local/bin, /opt")
            .add("who can write to it decides what the process does");
        return;
      }
    }
  }

  private static boolean runs(Use use) {
    return use.kind() == UseKind.EXECUTABLE
        || (use.detail() instanceof UseDetail.Mapping mapping && mapping.executable());
  }

  private static boolean isChangeable(Sighting seen, HostProcess process) {
    Stat stat = seen.stat();
    boolean foreign = stat.uid() != 0 && stat.uid() != process.uid();
    return foreign || ((stat.mode() & OTHERS_WRITE) != 0 && seen.in().reachable());
  }
}
