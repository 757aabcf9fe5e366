// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.AutofsException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.UserNamespace;
import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.report.Step;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What all operations of one run share: the root, the options, and the reporting of outcomes.
 *
 * <p>Several threads may report, one at a time. Only one of them resolves paths, unless it holds
 * the monitor of the root: {@link #reportDone} of a removal is for that thread, {@link
 * #reportRemoved} for the others.
 */
final class RunContext {
  private final Root root;
  private final boolean dryRun;
  private final boolean verbose;
  private final Progress progress;
  private final Consumer<Outcome> outcomes;
  private final Chroot chroot;
  private final UserNamespace userNamespace = new UserNamespace(new KernelFiles());

  RunContext(Root root, EngineOptions options, Consumer<Outcome> outcomes) {
    this.root = root;
    this.dryRun = options.dryRun();
    this.verbose = options.verbose();
    this.progress = options.progress();
    this.outcomes = outcomes;
    this.chroot = options.chroot();
  }

  private RunContext(RunContext first, Root root) {
    this.root = root;
    this.dryRun = first.dryRun;
    this.verbose = first.verbose;
    this.progress = first.progress;
    this.outcomes = first.outcomes;
    this.chroot = first.chroot;
  }

  /** The same for another thread that resolves paths; it has to close the root. */
  RunContext another() throws IOException {
    return new RunContext(this, root.another());
  }

  Root root() {
    return root;
  }

  boolean isDryRun() {
    return dryRun;
  }

  /**
   * Whether outcomes that need no attention are reported. Wording them costs more than the work, so
   * those who have many ask first.
   */
  boolean isVerbose() {
    return verbose;
  }

  /** Whether this is a chroot environment, in which a system is being built. */
  boolean isInChroot() {
    return chroot.isDetected();
  }

  UserNamespace userNamespace() {
    return userNamespace;
  }

  Progress progress() {
    return progress;
  }

  /** Counts what was removed, and what that frees: nothing while a file has other names. */
  void countRemoved(Stat removed) {
    boolean freed = removed.isDirectory() || removed.links() == 1;
    progress.addRemoved(freed ? removed.allocated() : 0);
  }

  private void report(Outcome outcome) {
    synchronized (outcomes) {
      outcomes.accept(outcome);
    }
  }

  /**
   * Reports in a dry run that a step would be done.
   *
   * @return whether this is a dry run, and the caller must not do it
   */
  boolean reportIfDryRun(Line line, BytePath path, Operation operation, String detail) {
    if (dryRun) {
      report(new Outcome.WouldDo(step(line, path, operation, detail)));
    }
    return dryRun;
  }

  /** Whether a resolved path may lead elsewhere afterwards. */
  private static boolean changesPaths(Operation operation) {
    return operation == Operation.REPLACE || isRemoval(operation);
  }

  private static boolean isRemoval(Operation operation) {
    return operation == Operation.REMOVE || operation == Operation.REMOVE_DIRECTORY;
  }

  /** Reports a step that was done. */
  void reportDone(Line line, BytePath path, Operation operation, String detail) {
    if (changesPaths(operation)) {
      root.forget();
    }
    if (verbose) {
      report(new Outcome.Done(step(line, path, operation, detail)));
    }
  }

  /** Reports that an entry was removed, or would be; resolved paths are forgotten apart from it. */
  void reportRemoved(Line line, BytePath path, Operation operation) {
    Step step = step(line, path, operation, "");
    report(dryRun ? new Outcome.WouldDo(step) : new Outcome.Done(step));
  }

  /**
   * Forgets resolved paths that lead through a directory, because it was removed or names in it.
   * Those of other paths stay: most lines and matches have their directory in common.
   */
  void forgetPaths(BytePath path, Stat directory) {
    if (path.isRoot()) {
      root.forget();
    } else {
      root.forget(directory);
    }
  }

  /** Forgets resolved paths that lead through a directory whose owner or mode changes. */
  void forget(Stat changed) {
    synchronized (root) {
      root.forget(changed);
    }
  }

  void reportAlreadyRight(Line line, BytePath path, Operation operation) {
    if (verbose) {
      report(new Outcome.AlreadyRight(step(line, path, operation, "")));
    }
  }

  /** Reports something left undone that needs attention. */
  void reportSkipped(Line line, BytePath path, Operation operation, String reason) {
    reportSkipped(line, path, operation, "", reason);
  }

  void reportSkipped(Line line, BytePath path, Operation operation, String detail, String reason) {
    report(new Outcome.Skipped(step(line, path, operation, detail), reason, true));
  }

  /** Reports that an entry is kept because the kernel does not say what it is. */
  void reportUnseen(Line line, BytePath path, Operation operation, IOException reason) {
    String text =
        reason instanceof SystemCallException call
            ? call.errno().text()
            : String.valueOf(reason.getMessage());
    reportSkipped(line, path, operation, "cannot look at it: " + text);
  }

  /** Reports something left undone as usual. */
  void reportKept(Line line, BytePath path, Operation operation, String reason) {
    if (verbose) {
      report(new Outcome.Skipped(step(line, path, operation, ""), reason, false));
    }
  }

  /** Reports an entry that the cleaning policy keeps. */
  void reportKept(Line line, BytePath path, Operation operation, Verdict.Kept verdict) {
    if (verdict.reason().isNotable()) {
      reportSkipped(line, path, operation, verdict.reason().text());
    } else {
      reportKept(line, path, operation, verdict.reason().text());
    }
  }

  /**
   * Reports a failure: with {@link #reportFailed(Line, BytePath, Operation, SystemCallException,
   * String)} the only place where an exception becomes an outcome.
   */
  void reportFailed(Line line, BytePath path, Operation operation, IOException reason) {
    Step step = step(line, path, operation, "");
    String text = String.valueOf(reason.getMessage());
    boolean tolerated = line.modifiers().ignoreFailure() && !isRemoval(operation);
    if (reason instanceof AutofsException) {
      report(new Outcome.Skipped(step, text, true));
    } else if (reason instanceof UnsafePathException) {
      report(new Outcome.Refused(step, text, tolerated));
    } else {
      String errno = reason instanceof SystemCallException call ? call.errno().name() : "";
      report(new Outcome.Failed(step, text, errno, tolerated));
    }
  }

  /** Reports a refusal of the kernel, with a reason in other words. */
  void reportFailed(
      Line line, BytePath path, Operation operation, SystemCallException refusal, String reason) {
    Step step = step(line, path, operation, "");
    boolean tolerated = line.modifiers().ignoreFailure() && !isRemoval(operation);
    report(new Outcome.Failed(step, reason, refusal.errno().name(), tolerated));
  }

  private Step step(Line line, BytePath path, Operation operation, String detail) {
    Position position = line.position();
    String origin = position.file() + ":" + position.line();
    return new Step(operation, root.shown(path).toString(), detail, origin);
  }
}
