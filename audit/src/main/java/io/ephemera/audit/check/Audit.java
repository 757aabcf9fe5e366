// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.FactException;
import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PlaceWalk;
import io.ephemera.audit.facts.Sighting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An audit of a host or an image: all checks, with one walk of each temporary place. Changes
 * nothing. A check that cannot find out what it needs is not run, and the others are.
 */
public final class Audit {
  private static final String OF_IMAGE = "an image cannot answer it";

  private final Facts facts;
  private final Findings findings;
  private final List<Check> checks = new ArrayList<>();
  private final List<AuditReport.NotRun> notRun = new ArrayList<>();
  private final Set<Check> failed = ConcurrentHashMap.newKeySet();

  /**
   * An audit.
   *
   * @param selected by the id, which checks to run
   * @param unit the full name of the only unit whose findings are wanted; null for all
   */
  public Audit(Facts facts, Predicate<String> selected, @Nullable String unit) {
    this.facts = facts;
    this.findings = new Findings(facts, unit);
    for (Check check : Checks.create()) {
      if (!selected.test(check.rule().id())) {
        continue;
      }
      if (facts.isHost() || check.isForImages()) {
        checks.add(check);
      } else {
        notRun.add(new AuditReport.NotRun(check.rule(), OF_IMAGE));
      }
    }
  }

  /** Something that a check does. */
  private interface Step {
    void run() throws IOException;
  }

  /** Carries it out. */
  public AuditReport run() {
    List<EntryCheck> ofEntries = new ArrayList<>();
    for (Check check : checks) {
      switch (check) {
        case EntryCheck entries -> {
          attempt(entries, () -> entries.begin(facts));
          ofEntries.add(entries);
        }
        case HostCheck host -> attempt(host, () -> host.run(facts, findings));
      }
    }
    ofEntries.removeAll(failed);
    if (!ofEntries.isEmpty()) {
      walk(ofEntries);
      for (EntryCheck check : ofEntries) {
        attempt(check, () -> check.end(facts, findings));
      }
    }
    findings.omitted().forEach(facts::gap);
    return new AuditReport(
        findings.sorted(),
        checks.size() - failed.size(),
        notRun,
        facts.gaps(),
        facts.progress().throttle().isStopped());
  }

  private void attempt(Check check, Step step) {
    try {
      step.run();
    } catch (IOException | FactException e) {
      if (failed.add(check)) {
        notRun.add(new AuditReport.NotRun(check.rule(), String.valueOf(e.getMessage())));
      }
    }
  }

  private void walk(List<EntryCheck> ofEntries) {
    EntryCheck[] all = ofEntries.toArray(EntryCheck[]::new);
    PlaceWalk.ofAll(facts, seen -> look(all, seen));
  }

  private void look(EntryCheck[] all, Sighting seen) {
    for (EntryCheck check : all) {
      try {
        check.look(seen, facts, findings);
      } catch (IOException e) {
        facts.unseen(seen.path(), e);
      }
    }
  }
}
