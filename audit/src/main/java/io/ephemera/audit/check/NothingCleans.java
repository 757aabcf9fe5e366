// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileSystem;
import io.ephemera.host.schedule.Cleaner;
import io.ephemera.host.schedule.NextRun;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.language.Line;
import java.util.List;

/** HA503: old files in /tmp and /var/tmp are removed by something. */
final class NothingCleans implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA503",
          "nothing-cleans",
          Severity.WARNING,
          "Nothing removes old files from a temporary directory",
          459,
          "lynis-FILE-6354");

  private static final List<BytePath> PATHS = List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    boolean runs = readsLines(facts);
    for (BytePath path : PATHS) {
      if (facts.paths().look(path) == null || isCleanedByOthers(facts)) {
        continue;
      }
      if (!hasAge(facts, path)) {
        add(path, "no line of tmpfiles.d(5) gives it an age", true, !runs, facts, findings);
      } else if (!runs) {
        String why = "no timer of systemd and no job of cron carries the lines out";
        add(path, why, false, true, facts, findings);
      }
    }
  }

  private static void add(
      BytePath path, String why, boolean ageless, boolean idle, Facts facts, Findings findings) {
    boolean brief = isEmptiedAtBoot(path, facts);
    Findings.Draft draft =
        findings
            .of(RULE, path)
            .as(!facts.isHost() || facts.isContainer() || brief ? Severity.NOTE : Severity.WARNING)
            .seen(why);
    if (ageless) {
      String age = path.equals(PATHS.getFirst()) ? "10d" : "30d";
      draft
          .fix("mkdir -p /etc/tmpfiles.d")
          .fix("echo 'q " + path + " 1777 root root " + age + "' >>/etc/tmpfiles.d/ageing.conf");
    }
    if (idle) {
      draft
          .fix("systemctl enable --now systemd-tmpfiles-clean.timer   # or a daily job of cron:")
          .fix("echo '@daily root ephemera tmpfiles --clean' >/etc/cron.d/ephemera");
    }
    draft.add(brief ? "files stay there until the next boot" : "files stay there for ever");
  }

  private static boolean readsLines(Facts facts) {
    return !facts.schedule().cleaners().isEmpty()
        && !(facts.schedule().nextOfTmpfiles() instanceof NextRun.Never);
  }

  private static boolean isCleanedByOthers(Facts facts) {
    for (Cleaner cleaner : facts.schedule().cleaners()) {
      if (!cleaner.program().readsTmpfiles() && !(cleaner.next() instanceof NextRun.Never)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAge(Facts facts, BytePath path) {
    for (Line line : facts.lines()) {
      if (line.path().equals(path)
          && line.age() != null
          && line.type().ageing() != Extent.NOTHING) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmptiedAtBoot(BytePath path, Facts facts) {
    FileSystem fileSystem = facts.isHost() ? facts.paths().fileSystem(path) : null;
    if (fileSystem != null && fileSystem.isInMemory()) {
      return true;
    }
    for (Line line : facts.boot().lines()) {
      if (line.path().equals(path) && line.type().removal() != Extent.NOTHING) {
        return true;
      }
    }
    return false;
  }
}
