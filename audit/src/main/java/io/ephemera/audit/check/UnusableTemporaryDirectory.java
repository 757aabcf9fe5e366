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
import org.jspecify.annotations.Nullable;

/** HA107: the directory that TMPDIR names cannot be used by the processes that have it. */
final class UnusableTemporaryDirectory implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA107",
          "unusable-temporary-directory",
          Severity.WARNING,
          "TMPDIR names a directory that the process cannot use",
          0);

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
          String wrong = setting.name().equals(RUNTIME) ? null : wrong(setting, facts);
          if (wrong != null) {
            report(setting, processes, wrong, facts, findings);
          }
        });
  }

  private static @Nullable String wrong(Environments.Setting setting, Facts facts) {
    if (!setting.isAbsolute()) {
      return "it is relative: it leads elsewhere after each chdir(2)";
    }
    BytePath here = setting.here();
    return here == null
        ? null
        : switch (facts.paths().target(here)) {
          case Target.Missing() -> "there is no such directory";
          case Target.Found(Stat stat) when !stat.isDirectory() && !stat.isSymlink() ->
              "it is a " + stat.type().text();
          case Target.Found(Stat stat) when stat.isDirectory() && !mayWrite(setting.uid(), stat) ->
              "user " + facts.accounts().user(setting.uid()) + " cannot create files there";
          case Target.Found found -> null;
          case Target.Unknown() -> null;
        };
  }

  /** Whether the user may, or it is not known: groups and lists are not asked. */
  private static boolean mayWrite(int uid, Stat stat) {
    return uid == 0
        || (stat.uid() == uid ? (stat.mode() & 0300) == 0300 : (stat.mode() & 033) != 0);
  }

  private static void report(
      Environments.Setting setting,
      List<HostProcess> processes,
      String wrong,
      Facts facts,
      Findings findings) {
    String name = setting.name();
    String unit = processes.getFirst().placement().systemUnit();
    findings
        .of(RULE, BytePath.of(setting.value()))
        .about(name + "=" + setting.value() + " " + facts.accounts().user(setting.uid()))
        .seen(processes, " has " + name + "=" + setting.value())
        .fix(
            unit != null && unit.endsWith(".service")
                ? "systemctl edit " + unit + "   # [Service] UnsetEnvironment=" + name
                : "# without " + name + ", or with an existing directory, where it is set")
        .add(wrong);
  }
}
