// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Forecast;
import io.ephemera.audit.explain.Foreseen;
import io.ephemera.audit.explain.LineFate;
import io.ephemera.host.services.RemovedAt;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What becomes of a file, in one line. */
final class FateLine {
  private FateLine() {}

  /** Of a file that processes use. */
  static String of(Belongings.UsedFile file, long now) {
    if (file.deleted()) {
      return "deleted: its space is free when it is closed";
    }
    if (file.here() == null) {
      return "nowhere here: goes with the mount namespace";
    }
    return file.forecast() == null
        ? "not known: it is not seen at " + file.here()
        : of(file.forecast(), now);
  }

  /**
   * Of what is at a path: {@code removed after Tue 2026-12-01 03:12 (in 3 days): d /tmp FILE:LINE;
   * when the unit stops}.
   *
   * @param now in microseconds since 1970
   */
  static String of(Forecast forecast, long now) {
    String others = String.join(", ", others(forecast));
    return cleaning(forecast.clean(), now) + (others.isEmpty() ? "" : "; removed " + others);
  }

  /** When something else than cleaning removes it. */
  private static List<String> others(Forecast forecast) {
    List<String> others = new ArrayList<>();
    for (UnitClaim claim : forecast.claims()) {
      if (claim.removedAt() != RemovedAt.NEVER) {
        others.add(moment(claim.removedAt()) + " (" + claim.unit() + ")");
      }
    }
    Optional<LineFate> boot =
        forecast.boot().fates().stream().filter(fate -> fate.fate().isRemoved()).findFirst();
    if (forecast.inMemory()) {
      others.add("at the next boot (it is in memory)");
    } else if (boot.isPresent()) {
      others.add("at the next boot by " + shown(boot.get().line()));
    }
    return others;
  }

  /** What becomes of a path that does not exist, if it will. */
  static String ofMissing(RemovedAt removedAt) {
    return removedAt == RemovedAt.NEVER
        ? "would not be removed by the unit"
        : "would be removed " + moment(removedAt);
  }

  private static String moment(RemovedAt removedAt) {
    return removedAt == RemovedAt.UNKNOWN ? "at an unknown time" : removedAt.text();
  }

  private static String cleaning(Foreseen clean, long now) {
    Optional<LineFate> first = clean.first();
    if (first.isPresent()) {
      Due due = first.get().fate().due();
      String when =
          due.isPast(now)
              ? "removed by the next run"
              : "removed after " + Times.at(due.at()) + " (" + Times.relative(due.at(), now) + ")";
      return when + ": " + shown(first.get().line());
    }
    Verdict verdict = clean.last().map(last -> last.fate().verdict()).orElse(null);
    if (verdict instanceof Verdict.Kept kept) {
      return "kept, " + kept.reason().text() + ": " + shown(kept.decidedBy());
    }
    return clean.failures().isEmpty() ? "no line cleans it" : "not known in full";
  }

  private static String shown(Line line) {
    return FateText.text(line) + "  " + line.position().file() + ":" + line.position().line();
  }
}
