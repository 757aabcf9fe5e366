// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.audit.explain.Foreseen;
import io.ephemera.audit.explain.LineFate;
import io.ephemera.fs.BytePath;
import io.ephemera.host.schedule.NextRun;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Due;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which files cleaning by age will remove soon. Not thread-safe. */
public final class Removals {
  private final Facts facts;
  private final NextRun next;

  Removals(Facts facts) {
    this.facts = facts;
    this.next = facts.schedule().nextOfTmpfiles();
  }

  /**
   * A removal that is going to happen.
   *
   * @param line the line of tmpfiles.d(5) that removes
   * @param due after which time, in microseconds since 1970
   * @param byNextRun whether the next run of the cleaner does it
   * @param when the time of that run, or what is known of it, for messages
   */
  public record Removal(Line line, long due, boolean byNextRun, String when) {}

  /** Whether nothing runs the cleaner: then nothing is removed. */
  public boolean neverHappen() {
    return next instanceof NextRun.Never;
  }

  /**
   * The removal of a path within the horizon.
   *
   * @return null if no line removes it by then, or nothing carries the lines out
   * @throws IOException if it cannot be looked at
   */
  public @Nullable Removal of(BytePath path) throws IOException {
    if (neverHappen()) {
      return null;
    }
    LineFate first = Foreseen.ofPath(facts.usual(), Foresight.Run.CLEAN, path).first().orElse(null);
    Due due = first == null ? Due.NEVER : first.fate().due();
    return first == null || due.at() >= facts.now() + facts.horizon()
        ? null
        : new Removal(first.line(), due.at(), isByNextRun(due), when(due));
  }

  private boolean isByNextRun(Due due) {
    return due.isPast(facts.now()) || (next instanceof NextRun.At run && due.isPast(run.micros()));
  }

  private String when(Due due) {
    return switch (next) {
      case NextRun.At run when due.isPast(run.micros()) -> "on " + Moments.at(run.micros());
      case NextRun.Every every when due.isPast(facts.now()) -> "by the next run of " + every.by();
      default ->
          due.isPast(facts.now())
              ? "by the next run of the cleaner"
              : "by the first run after " + Moments.at(due.at());
    };
  }
}
