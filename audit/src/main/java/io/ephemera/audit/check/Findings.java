// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.NameShape;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.report.Finding;
import io.ephemera.report.Location;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the findings of an audit. Thread-safe. */
final class Findings {
  private final Facts facts;
  private final @Nullable String unit;
  private final List<Finding> found = new ArrayList<>();

  /** How many findings of one check are about files of one user. */
  private final Map<String, Integer> counts = new TreeMap<>();

  /**
   * An empty collection.
   *
   * @param unit the full name of the only unit whose findings are wanted; null for all
   */
  Findings(Facts facts, @Nullable String unit) {
    this.facts = facts;
    this.unit = unit;
  }

  /** As many of one check as are listed of one user, who could make a million. */
  private static final int MOST_OF_ONE = 1000;

  private static final int MOST_PROCESSES = 3;

  /** Begins a finding about a path. */
  Draft of(Rule rule, BytePath path) {
    return new Draft(rule, path);
  }

  /** Adds a finding of another check program. */
  synchronized void add(Finding finding) {
    if (unit == null) {
      found.add(finding);
    }
  }

  /** All findings: the most severe first, then in the order of ids and locations. */
  synchronized List<Finding> sorted() {
    List<Finding> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.rule().id())
            .thenComparing(finding -> finding.location().toString())
            .thenComparing(Finding::message));
    return sorted;
  }

  /** A finding that is being written; {@link #add} ends it. Not thread-safe. */
  final class Draft {
    private final Rule rule;
    private final BytePath path;
    private final List<String> evidence = new ArrayList<>();
    private final List<String> fix = new ArrayList<>();
    private final Set<String> units = new HashSet<>();
    private Severity severity;
    private String subject;
    private String owner = "";

    private Draft(Rule rule, BytePath path) {
      this.rule = rule;
      this.path = path;
      this.severity = rule.severity();
      this.subject = NameShape.of(path);
    }

    /** As severe as this, not as usual. */
    Draft as(Severity other) {
      severity = other;
      return this;
    }

    /** What is at the path; its owner distinguishes the finding from others in later runs. */
    Draft seen(Stat stat) {
      evidence.add(Shown.listing(stat, facts.accounts()));
      owner = " uid " + Integer.toUnsignedString(stat.uid());
      subject += owner;
      return this;
    }

    /** Something else that was seen. */
    Draft seen(String line) {
      evidence.add(line);
      return this;
    }

    /** The processes that it is about, and of the first of them what they do. */
    Draft seen(List<HostProcess> processes, String words) {
      processes.forEach(process -> ofUnit(process.placement().systemUnit()));
      processes.stream()
          .limit(MOST_PROCESSES)
          .forEach(process -> evidence.add(Shown.process(process) + words));
      return this;
    }

    /** A line that corrects it. */
    Draft fix(String line) {
      fix.add(line);
      return this;
    }

    /** A unit that it concerns; null for none. */
    Draft ofUnit(@Nullable String name) {
      if (name != null) {
        boolean ignored = units.add(name);
      }
      return this;
    }

    /** By what later runs find it again, instead of the path and its owner. */
    Draft about(String text) {
      subject = text;
      return this;
    }

    /** Adds it, with what is wrong and why that matters. */
    void add(String message) {
      if (unit == null || units.contains(unit) || isOfUnit(facts.services().claims(path))) {
        Finding finding =
            new Finding(rule, severity, new Location.OnHost(path.toString()), message)
                .withEvidence(evidence)
                .withFix(fix)
                .about(subject);
        keep(finding, owner);
      }
    }

    private boolean isOfUnit(Collection<UnitClaim> claims) {
      return claims.stream().anyMatch(claim -> claim.unit().equals(unit));
    }
  }

  private synchronized void keep(Finding finding, String owner) {
    if (counts.merge(finding.rule().id() + owner, 1, Integer::sum) <= MOST_OF_ONE) {
      found.add(finding);
    }
  }

  /** What was found and is not listed, in sentences. */
  synchronized List<String> omitted() {
    List<String> omitted = new ArrayList<>();
    counts.forEach((what, count) -> {
      if (count > MOST_OF_ONE) {
        omitted.add(what + ": " + (count - MOST_OF_ONE) + " more findings are not listed");
      }
    });
    return omitted;
  }
}
