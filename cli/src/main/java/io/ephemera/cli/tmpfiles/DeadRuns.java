// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.Places;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.isolate.records.Outcome;
import io.ephemera.isolate.records.Reaper;
import io.ephemera.isolate.records.RunStore;
import io.ephemera.report.Operation;
import io.ephemera.report.Step;
import io.ephemera.tmpfiles.Tmpfiles;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What commands of {@code ephemera run} left that have ended: {@code --clean} removes it too, by
 * their records and not by its age.
 */
public final class DeadRuns {
  private static final String ORIGIN = "ephemera run";

  private final Tmpfiles.Listener listener;
  private final boolean dryRun;
  private boolean failed;

  private DeadRuns(Tmpfiles.Listener listener, boolean dryRun) {
    this.listener = listener;
    this.dryRun = dryRun;
  }

  /** Whether a command line is about the whole system. */
  static boolean areCleaned(ParsedCommandLine line, @Nullable BytePath root) {
    return line.has(TmpfilesDefinition.CLEAN)
        && root == null
        && !line.has(TmpfilesDefinition.IMAGE)
        && !line.has(TmpfilesDefinition.PREFIX)
        && !line.has(TmpfilesDefinition.EXCLUDE_PREFIX)
        && !line.has(TmpfilesDefinition.EXCLUDE_API)
        && line.arguments().isEmpty();
  }

  /**
   * Whether a directory belongs to a command that has not ended, or may not have. Asked of runs
   * that clean the host; a store that cannot be read is reported when the dead are removed.
   */
  static Predicate<Stat> living(ParsedCommandLine line, @Nullable BytePath root) {
    return line.has(TmpfilesDefinition.CLEAN) && root == null ? living() : directory -> false;
  }

  /** Whether a directory of this host belongs to a command that has not ended, or may not have. */
  public static Predicate<Stat> living() {
    try (RunStore store = RunStore.openIfExists(places())) {
      return store == null ? directory -> false : store.directoriesInUse();
    } catch (IOException e) {
      return directory -> false;
    }
  }

  private static Places places() {
    return Places.builder(Places.DEFAULT_APPLICATION).warnings(warning -> {}).build();
  }

  /** Removes it; false if something could not be removed. */
  static boolean clean(ParsedCommandLine line, Tmpfiles.Listener listener) throws IOException {
    DeadRuns dead = new DeadRuns(listener, line.has(TmpfilesDefinition.DRY_RUN));
    try (RunStore store = RunStore.openIfExists(places())) {
      if (store != null) {
        new Reaper(store, dead.dryRun, dead::report).removeDead();
      }
    }
    return !dead.failed;
  }

  private void report(Outcome outcome) {
    Step step = new Step(Operation.REMOVE, outcome.path().toString(), "", ORIGIN);
    failed |= outcome.result() == Outcome.Result.FAILED;
    listener.outcome(
        switch (outcome.result()) {
          case REMOVED ->
              dryRun
                  ? new io.ephemera.report.Outcome.WouldDo(step)
                  : new io.ephemera.report.Outcome.Done(step);
          case KEPT -> new io.ephemera.report.Outcome.Skipped(step, outcome.why(), true);
          case FAILED -> new io.ephemera.report.Outcome.Failed(step, outcome.why(), "", false);
        });
  }
}
