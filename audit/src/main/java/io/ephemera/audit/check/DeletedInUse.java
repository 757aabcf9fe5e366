// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.explain.Paste;
import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Removals;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseKind;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HA501: cleaning by age will delete what a process uses. */
final class DeletedInUse implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA501",
          "deleted-in-use",
          Severity.WARNING,
          "A file will be deleted by its age while a process uses it",
          0);

  private static final int MOST_SHOWN = 5;

  private final UsedFiles used = new UsedFiles();

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
    used.begin(facts);
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    used.look(seen, facts);
  }

  @Override
  public void end(Facts facts, Findings findings) throws IOException {
    for (UsedFiles.Used file : used.sorted(facts)) {
      List<Use> uses = real(file.uses());
      Removals.Removal removal = uses.isEmpty() ? null : facts.removals().of(file.path());
      if (removal != null) {
        report(file, uses, removal, findings);
      }
    }
  }

  /** HA506 has the locks that protect nothing; one of flock(2) protects. */
  private static List<Use> real(List<Use> uses) {
    List<Use> real = new ArrayList<>(uses);
    boolean ignored =
        real.removeIf(use -> use.kind() == UseKind.LOCK || use.deleted() || !use.proven());
    return real;
  }

  private static void report(
      UsedFiles.Used file, List<Use> uses, Removals.Removal removal, Findings findings) {
    HostProcess first = uses.getFirst().process();
    String who = first == null ? "a process" : Shown.process(first);
    Findings.Draft draft =
        findings
            .of(RULE, file.path())
            .as(removal.byNextRun() ? Severity.ERROR : Severity.WARNING)
            .seen(
                "removed by "
                    + removal.line().type().letter()
                    + " "
                    + removal.line().path()
                    + ", "
                    + removal.line().position().file()
                    + ":"
                    + removal.line().position().line());
    uses.stream().limit(MOST_SHOWN).forEach(use -> draft.seen(words(use)));
    uses.forEach(use -> draft.ofUnit(unit(use)));
    draft
        .fix("echo " + Paste.shellWord("x " + Paste.pathField(file.path())) + " >>" + Paste.FILE)
        .fix(mover(unit(uses.getFirst())))
        .add("it will be deleted " + removal.when() + " while " + who + " uses it");
  }

  private static String words(Use use) {
    String who =
        use.process() == null ? "a process that was not seen" : Shown.process(use.process());
    String how =
        switch (use.kind()) {
          case OPEN -> "has it open";
          case MAPPED -> "has it mapped";
          case WORKING_DIRECTORY -> "works in it";
          case ROOT_DIRECTORY -> "has it as root directory";
          case EXECUTABLE -> "runs it";
          case LOCK -> "holds a lock on it";
          case BOUND_SOCKET -> "is bound to it";
          case WATCH -> "watches it";
          case MOUNT -> "has it mounted";
        };
    return who + ": " + how;
  }

  private static @Nullable String unit(Use use) {
    return use.process() == null ? null : use.process().placement().systemUnit();
  }

  private static String mover(@Nullable String unit) {
    return unit != null && unit.endsWith(".service")
        ? "systemctl edit " + unit + "   # [Service] RuntimeDirectory="
        : "ephemera where runtime --explain   # where it belongs; or let the program flock(2) it";
  }
}
