// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Environments;
import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Target;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** HA203: a process has the runtime directory of another user. */
final class ForeignRuntimeDirectory implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA203",
          "foreign-runtime-directory",
          Severity.WARNING,
          "A process uses the runtime directory of another user",
          668);

  private static final String RUNTIME = "XDG_RUNTIME_DIR";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    facts
        .environments()
        .settings()
        .forEach((setting, processes) -> {
          BytePath here = setting.name().equals(RUNTIME) ? setting.here() : null;
          if (here != null
              && facts.paths().target(here) instanceof Target.Found(Stat stat)
              && stat.isDirectory()
              && stat.uid() != setting.uid()) {
            report(setting, here, stat, processes, facts, findings);
          }
        });
  }

  private static void report(
      Environments.Setting setting,
      BytePath here,
      Stat stat,
      List<HostProcess> processes,
      Facts facts,
      Findings findings) {
    String user = facts.accounts().user(setting.uid());
    findings
        .of(RULE, here)
        .about(here + " of " + user)
        .seen(stat)
        .seen(processes, ", of " + user + ", has it")
        .fix("su - " + user + "   # not su or sudo -E, which keep the variable")
        .fix("env -u XDG_RUNTIME_DIR COMMAND")
        .add(
            "programs of "
                + user
                + " create files there that "
                + facts.accounts().user(stat.uid())
                + " cannot remove, or fail");
  }
}
