// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Listed;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.TreeWalk;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.DirectoryPolicy;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Removes the entries of one directory that the policy of a line does not keep.
 *
 * <p>Several threads may clean one directory. They only ever set the fields {@code removed} and
 * {@code kept} to true; these are read by the thread that leaves the directory, when all others are
 * done with it.
 */
final class CleaningVisitor implements TreeWalk.Visitor {
  private final RunContext context;
  private final Unlinker unlinker;
  private final DirectoryPolicy policy;
  private final Line line;
  private final @Nullable CleaningVisitor parent;

  private boolean removed;
  private boolean kept;

  private CleaningVisitor(
      RunContext context,
      Unlinker unlinker,
      DirectoryPolicy policy,
      @Nullable CleaningVisitor parent) {
    this.context = context;
    this.unlinker = unlinker;
    this.policy = policy;
    this.line = policy.line().line();
    this.parent = parent;
  }

  /**
   * Cleans the content of an open directory. A dry run uses one thread, so that it always reports
   * in the same order.
   *
   * @param before the directory before, to restore its times
   * @return whether it is empty afterwards, or would be in a dry run
   */
  static boolean clean(
      RunContext context,
      Unlinker unlinker,
      DirectoryPolicy policy,
      BytePath path,
      Directory top,
      Stat before)
      throws IOException {
    CleaningVisitor visitor = new CleaningVisitor(context, unlinker, policy, null);
    try {
      if (context.isDryRun()) {
        TreeWalk.below(top, path, visitor);
      } else {
        TreeWalk.belowOnAllCores(top, before, path, visitor);
      }
    } finally {
      context.forgetPaths(path, before);
    }
    if (policy.line().isByAge()) {
      visitor.restoreTimes(path, top, before);
    }
    return !visitor.kept;
  }

  /** Counts the entry; a directory with entries that are not visited any more is kept. */
  @Override
  public boolean goesOn() {
    if (context.progress().throttle().stopIfTimeIsUp()) {
      kept = true;
      return false;
    }
    context.progress().addSeen();
    return true;
  }

  @Override
  public boolean passesOver(Listed entry) {
    Verdict.Kept keep = policy.ofListed(entry);
    if (keep == null) {
      return false;
    }
    kept = true;
    if (context.isVerbose()) {
      reportKept(entry.path(), keep);
    }
    return true;
  }

  @Override
  public boolean visit(Entry entry) throws IOException {
    boolean directory = entry.stat().isDirectory();
    Verdict verdict = directory ? policy.ofDirectory(entry) : policy.ofFile(entry);
    if (verdict instanceof Verdict.Kept keep) {
      keep(entry, keep);
      return false;
    }
    if (!directory) {
      removeFile(entry);
    }
    return directory;
  }

  @Override
  public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
    if (policy.line().ofOpened(opened) instanceof Verdict.Kept keep) {
      keep(entry, keep);
      return null;
    }
    return new CleaningVisitor(context, unlinker, policy.in(entry), this);
  }

  /** The directory is still open, and therefore still locked. */
  @Override
  public void leave(Entry entry, Directory opened) throws IOException {
    if (removed) {
      restoreTimes(entry.path(), opened, entry.stat());
    }
    if (parent != null) {
      parent.removeDirectory(entry, !kept);
    }
  }

  @Override
  public void failed(TreeWalk.Failure failure) {
    kept = true;
    if (failure.isGone()) {
      return;
    }
    switch (failure.attempt()) {
      case LOOK_AT_MOUNT_POINT -> reportKept(failure.path(), policy.ofHiddenMountPoint());
      case LOOK -> context.reportUnseen(line, failure.path(), Operation.REMOVE, failure.reason());
      case VISIT, ENTER, READ, COME_BACK ->
          context.reportFailed(line, failure.path(), Operation.REMOVE, failure.reason());
    }
  }

  private void keep(Entry entry, Verdict.Kept verdict) {
    kept = true;
    if (context.isVerbose() || verdict.reason().isNotable()) {
      reportKept(entry.path(), verdict);
    }
  }

  private void reportKept(BytePath path, Verdict.Kept verdict) {
    context.reportKept(line, path, Operation.REMOVE, verdict);
  }

  private void removeFile(Entry entry) throws IOException {
    Verdict verdict = unlinker.remove(policy.line(), entry.directory(), entry.name(), entry.stat());
    if (verdict instanceof Verdict.Kept keep) {
      keep(entry, keep);
    } else {
      noteRemoved(entry, Operation.REMOVE);
    }
  }

  private void removeDirectory(Entry entry, boolean empty) throws IOException {
    if (policy.ofCleaned(entry, empty) instanceof Verdict.Kept keep) {
      keep(entry, keep);
    } else if (context.isDryRun() || removeEmpty(entry)) {
      noteRemoved(entry, Operation.REMOVE_DIRECTORY);
    } else {
      removeDirectory(entry, false);
    }
  }

  /** Removes a directory unless another process has created something in it meanwhile. */
  private static boolean removeEmpty(Entry entry) throws IOException {
    try {
      entry.directory().removeDirectory(entry.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
        return false;
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    return true;
  }

  private void noteRemoved(Entry entry, Operation operation) {
    if (context.isDryRun() || context.isVerbose()) {
      context.reportRemoved(line, entry.path(), operation);
    }
    context.countRemoved(entry.stat());
    removed = true;
  }

  /** Removing entries does not use the directory, so its age must not restart. */
  private void restoreTimes(BytePath path, Directory directory, Stat before) throws IOException {
    if (removed && !context.reportIfDryRun(line, path, Operation.RESTORE_TIMES, "")) {
      directory.setTimes(before);
      context.reportDone(line, path, Operation.RESTORE_TIMES, "");
    }
  }
}
