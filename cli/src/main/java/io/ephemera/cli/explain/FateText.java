// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Explanation;
import io.ephemera.audit.explain.FateTable;
import io.ephemera.audit.explain.Foreseen;
import io.ephemera.audit.explain.LineFate;
import io.ephemera.audit.explain.Refusal;
import io.ephemera.fs.Stat;
import io.ephemera.host.packages.Owner;
import io.ephemera.host.schedule.Cleaner;
import io.ephemera.host.schedule.CleanerVersion;
import io.ephemera.host.schedule.NextRun;
import io.ephemera.host.schedule.VersionDifference;
import io.ephemera.host.services.RemovedAt;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Timestamp;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Reason;
import io.ephemera.tmpfiles.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of a path, in sentences. */
final class FateText {
  private final Explanation one;
  private final List<String> rows = new ArrayList<>();

  FateText(Explanation one) {
    this.one = one;
  }

  /** The sentences, the most important first. */
  List<String> sentences() {
    if (one.chain().complete()) {
      ofCleaning();
      refusals("a run with --clean", one.fates().clean());
      for (String failure : one.fates().clean().failures()) {
        rows.add("not known in full: " + failure);
      }
    } else {
      ofMissing();
    }
    ofOthers();
    return rows;
  }

  private void ofCleaning() {
    Optional<LineFate> first = one.fates().clean().first();
    if (first.isPresent()) {
      ofRemoval(first.get());
      return;
    }
    Optional<LineFate> last = one.fates().clean().last();
    if (last.isEmpty()) {
      if (one.fates().clean().refusals().isEmpty()) {
        ofTop();
      }
      return;
    }
    Verdict verdict = last.get().fate().verdict();
    if (verdict instanceof Verdict.Kept kept) {
      rows.add("it stays: " + because(kept, last.get().fate().inherited()));
      rows.add("  " + shown(kept.decidedBy()));
    }
  }

  /** No line removes it; one may be for it, and clean what is in it. */
  private void ofTop() {
    for (Line line : one.lines()) {
      if (line.age() != null && line.path().equals(one.real())) {
        rows.add("it stays, but what is in it is cleaned by age; --all tells when each goes");
        rows.add("  " + shown(line) + ", age " + Times.span(line.age().micros()));
        return;
      }
    }
    rows.add("no line of tmpfiles.d(5) cleans it by age: it stays");
  }

  private void ofRemoval(LineFate fate) {
    Due due = fate.fate().due();
    Age age = fate.line().age();
    String decides = due.decidedBy() == null ? "" : ", by its time of " + name(due.decidedBy());
    if (due.isPast(one.now())) {
      rows.add("the next run removes it" + next(one.now()) + decides);
    } else {
      rows.add(
          "goes with the first run after "
              + Times.at(due.at())
              + " ("
              + Times.relative(due.at(), one.now())
              + ")"
              + next(due.at())
              + decides
              + ", unless it is used before");
    }
    rows.add("  " + shown(fate.line()) + (age == null ? "" : ", age " + Times.span(age.micros())));
    if (one.version() instanceof CleanerVersion.Known known) {
      for (VersionDifference difference : VersionDifference.of(known.number())) {
        rows.add("  systemd-tmpfiles " + known.number() + ": " + difference.older());
      }
    }
  }

  /** When a cleaner runs that reads these lines. */
  private String next(long after) {
    return switch (one.schedule().nextOfTmpfiles()) {
      case NextRun.At at when at.micros() >= after ->
          ", " + Times.at(at.micros()) + " (" + at.by() + ")";
      case NextRun.At at -> " (" + at.by() + ")";
      case NextRun.Every every -> ", every " + Times.span(every.micros()) + " (" + every.by() + ")";
      case NextRun.Never never -> ", if there is one: " + never.why();
      case NextRun.Unknown unknown -> ", at a time that is not known: " + unknown.why();
    };
  }

  private void ofMissing() {
    if (one.lines().isEmpty()) {
      rows.add("no line of tmpfiles.d(5) is for this path or a directory above it");
    }
    for (Line line : one.lines()) {
      rows.add("would be reached by " + shown(line));
    }
    for (Cleaner cleaner : one.schedule().cleaners()) {
      if (cleaner.last().isPresent()) {
        rows.add(
            cleaner.program().command() + " ran last at " + Times.at(cleaner.last().getAsLong()));
      }
    }
  }

  private void ofOthers() {
    removal("any run with --remove", one.fates().remove());
    removal("the next boot", one.fates().boot());
    removal("--purge", one.fates().purge());
    for (UnitClaim claim : one.claims()) {
      if (claim.removedAt() != RemovedAt.NEVER) {
        rows.add(
            claim.unit() + " (" + claim.directive() + ") removes it " + claim.removedAt().text());
      }
    }
    if (one.mount() != null && isMemory(one.mount().fileSystem())) {
      rows.add("the next boot removes it: it is in memory (" + one.mount().fileSystem() + ")");
    }
  }

  private static boolean isMemory(String fileSystem) {
    return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
  }

  private void removal(String what, Foreseen foreseen) {
    foreseen.fates().stream()
        .filter(fate -> fate.fate().isRemoved())
        .findFirst()
        .ifPresent(fate -> rows.add(what + " removes it: " + shown(fate.line())));
    refusals(what, foreseen);
  }

  private void refusals(String what, Foreseen foreseen) {
    for (Refusal refusal : foreseen.refusals()) {
      rows.add(what + ": " + text(refusal));
      rows.add("  " + shown(refusal.line()));
    }
  }

  /** What Ephemera does not do, and systemd-tmpfiles does. */
  static String text(Refusal refusal) {
    return "Ephemera refuses "
        + refusal.path()
        + ": "
        + refusal.reason()
        + "; systemd-tmpfiles goes on";
  }

  private static String because(Verdict.Kept kept, boolean inherited) {
    return inherited ? "of a directory above, " + kept.reason().text() : kept.reason().text();
  }

  /** A line with its place and its package. */
  private String shown(Line line) {
    Owner owner = one.owners().get(line.position().file());
    String from =
        owner instanceof Owner.Owned owned
            ? " (package " + owned.packages().getFirst().name() + ")"
            : "";
    return text(line) + "  " + line.position().file() + ":" + line.position().line() + from;
  }

  /** The type and the path of a line. */
  static String text(Line line) {
    return line.type().letter() + " " + line.path();
  }

  /** The age of the line that decides about a path; null if none does. */
  static @Nullable Age deciding(Explanation one) {
    Optional<LineFate> fate = one.fates().clean().first().or(one.fates().clean()::last);
    return fate.map(LineFate::line).map(Line::age).orElse(null);
  }

  static String name(Timestamp timestamp) {
    return timestamp.name().toLowerCase(Locale.ROOT);
  }

  static long time(Stat stat, Timestamp timestamp) {
    return switch (timestamp) {
      case ACCESS -> stat.accessTime();
      case BIRTH -> stat.birthTime();
      case CHANGE -> stat.changeTime();
      case MODIFICATION -> stat.modificationTime();
    };
  }

  /** When the entries of a row go. */
  static String when(FateTable.Key key) {
    return switch (key.kind()) {
      case AT ->
          key.day() == 0
              ? "next run"
              : key.day() == Long.MAX_VALUE
                  ? "never"
                  : "in " + key.day() + (key.day() == 1 ? " day" : " days");
      case WHEN_RELEASED -> "when released";
      case UNKNOWN -> "unknown";
      case NEVER -> "stays";
    };
  }

  /** Which line decides about the entries of a row, and why they stay. */
  static String decides(FateTable.Key key) {
    Line line = key.line();
    if (line == null) {
      return "no line reaches it";
    }
    Reason reason = key.reason();
    String why = reason == null || reason == Reason.TOO_YOUNG ? "" : ": " + reason.text();
    return text(line) + "  " + line.position().file() + ":" + line.position().line() + why;
  }
}
