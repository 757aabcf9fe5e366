// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.explain.Paste;
import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Removals;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.process.KernelLock;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** HA506: a lock that cleaners do not ask for, on what they will remove. */
final class LockWithoutEffect implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA506",
          "lock-without-effect",
          Severity.WARNING,
          "A process relies on a lock that does not keep a file from being deleted",
          0);

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
      Use lock = otherLock(file);
      Removals.Removal removal = lock == null ? null : facts.removals().of(file.path());
      if (lock != null && removal != null) {
        report(file, lock, removal, findings);
      }
    }
  }

  private static @Nullable Use otherLock(UsedFiles.Used file) {
    for (Use use : file.uses()) {
      if (use.detail() instanceof UseDetail.Lock held
          && held.lock().kind() != KernelLock.Kind.FLOCK) {
        return use;
      }
    }
    return null;
  }

  private static void report(
      UsedFiles.Used file, Use use, Removals.Removal removal, Findings findings) {
    String who = use.process() == null ? "a process" : Shown.process(use.process());
    findings
        .of(RULE, file.path())
        .seen(who + " holds a lock of fcntl(2), or a lease")
        .ofUnit(use.process() == null ? null : use.process().placement().systemUnit())
        .fix("# flock(2) on the file or its directory: only that lock is asked for")
        .fix("echo " + Paste.shellWord("x " + Paste.pathField(file.path())) + " >>" + Paste.FILE)
        .add("it will be deleted " + removal.when() + ": cleaners ask only for locks of flock(2)");
  }
}
