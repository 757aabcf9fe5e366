// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.CleaningPolicy;
import io.ephemera.tmpfiles.policy.LinePolicy;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code --clean} and {@code --remove} for one line at one path. What is kept is
 * decided by the {@link CleaningPolicy}.
 */
final class LineCleaner {
  private static final String SYMLINK =
      "it is a symbolic link: the directory that it leads to is not cleaned";

  private final RunContext context;
  private final CleaningPolicy policy;
  private final Unlinker unlinker;
  private @Nullable Rules lately;

  /**
   * The policy of the line that cleaned up last, for its next match; null if it removes nothing.
   */
  private record Rules(Line line, @Nullable LinePolicy ageing) {}

  LineCleaner(RunContext context, CleaningPolicy policy) {
    this(context, policy, new Unlinker(policy, context.isDryRun()));
  }

  private LineCleaner(RunContext context, CleaningPolicy policy, Unlinker unlinker) {
    this.context = context;
    this.policy = policy;
    this.unlinker = unlinker;
  }

  /** The same policy for another thread. */
  LineCleaner with(RunContext other) {
    return new LineCleaner(other, policy, unlinker);
  }

  @SuppressWarnings("ReferenceEquality") // linking the equals of a record takes 50 milliseconds
  private @Nullable LinePolicy ageing(Line line) {
    Rules known = lately;
    if (known == null || known.line() != line) {
      known = new Rules(line, policy.ageing(line));
      lately = known;
    }
    return known.ageing();
  }

  /** Cleans up the content of a directory by the age of the line. */
  void cleanContent(Line line, BytePath path) throws IOException {
    LinePolicy rules = ageing(line);
    if (rules == null) {
      return;
    }
    try (Directory top = openIfDirectory(line, path)) {
      if (top != null) {
        cleanContent(rules, path, top, top.stat());
      }
    }
  }

  private void cleanContent(LinePolicy rules, BytePath path, Directory top, Stat before)
      throws IOException {
    if (rules.ofContent(before) instanceof Verdict.Kept keep) {
      context.reportKept(rules.line(), path, Operation.REMOVE, keep);
    } else {
      boolean _ = clean(rules, path, top, before);
    }
  }

  private @Nullable Directory openIfDirectory(Line line, BytePath path) throws IOException {
    if (path.isRoot()) {
      return context.root().openForReading();
    }
    Directory near = context.root().openByShortCut(path);
    if (near != null) {
      return near;
    }
    try (FoundEntry found = find(path)) {
      if (found != null && found.isDirectory()) {
        return found.openForReading();
      }
      if (found != null && found.stat().isSymlink()) {
        context.reportKept(line, path, Operation.REMOVE, SYMLINK);
      }
      return null;
    }
  }

  /** Removes a file or an empty directory by the age of the line. */
  void cleanPath(Line line, BytePath path) throws IOException {
    LinePolicy rules = ageing(line);
    try (FoundEntry found = rules == null ? null : find(path)) {
      FoundEntry current = found == null ? null : found.upToDate();
      if (rules != null && current != null) {
        cleanPath(rules, current);
      }
    }
  }

  private void cleanPath(LinePolicy rules, FoundEntry found) throws IOException {
    Verdict verdict = rules.ofPath(found.stat());
    if (verdict instanceof Verdict.Kept keep) {
      context.reportKept(rules.line(), found.path(), Operation.REMOVE, keep);
    } else if (found.isDirectory()) {
      removeOldDirectory(rules, found);
    } else {
      removeOldFile(rules, found);
    }
  }

  private void removeOldFile(LinePolicy rules, FoundEntry found) throws IOException {
    Verdict verdict = unlinker.remove(rules, found.parent(), found.name(), found.stat());
    if (verdict instanceof Verdict.Kept keep) {
      context.reportKept(rules.line(), found.path(), Operation.REMOVE, keep);
    } else {
      noteRemoved(rules.line(), found, Operation.REMOVE);
    }
  }

  private void removeOldDirectory(LinePolicy rules, FoundEntry found) throws IOException {
    try (Directory directory = found.openForReading()) {
      boolean empty = directory.entries().next() == null;
      Verdict verdict = rules.ofCleanedPath(found.stat(), empty);
      if (verdict instanceof Verdict.Removed) {
        verdict = rules.ofOpened(directory);
      }
      carryOut(rules, found, verdict);
    }
  }

  /** Removes a file, or a directory after cleaning up its content, by the age of the line. */
  void cleanTree(Line line, BytePath path) throws IOException {
    LinePolicy rules = ageing(line);
    try (FoundEntry found = rules == null ? null : find(path)) {
      if (rules == null || found == null) {
        return;
      }
      FoundEntry current = found.isDirectory() ? null : found.upToDate();
      if (current != null) {
        cleanPath(rules, current);
      }
      if (!found.isDirectory()) {
        return;
      }
      try (Directory directory = found.openForReading()) {
        carryOut(rules, found, cleanUnlessLocked(rules, path, directory));
      }
    }
  }

  private Verdict cleanUnlessLocked(LinePolicy rules, BytePath path, Directory directory)
      throws IOException {
    Verdict lock = rules.ofOpened(directory);
    if (lock instanceof Verdict.Kept) {
      return lock;
    }
    Stat before = directory.stat();
    if (rules.ofContent(before) instanceof Verdict.Kept keep) {
      return keep;
    }
    return rules.ofCleanedPath(before, clean(rules, path, directory, before));
  }

  /** Removes a file or an empty directory. */
  void removePath(Line line, BytePath path) throws IOException {
    if (removeUnseen(line, path)) {
      return;
    }
    try (FoundEntry found = find(path)) {
      if (found != null) {
        if (!context.isDryRun()) {
          found.remove();
        }
        noteRemoved(line, found, operation(found));
      }
    }
  }

  /**
   * Removes a file without looking at it, which takes half of the system calls: no verdict depends
   * on what it is, and the kernel removes no directory in this way.
   *
   * @return whether it was removed; if not, for whatever reason, one has to look at it
   */
  private boolean removeUnseen(Line line, BytePath path) throws IOException {
    Name name = path.name();
    if (name == null || context.isDryRun() || context.progress().countsFreed()) {
      return false;
    }
    try (Directory parent = Parents.openIfExists(context.root(), path)) {
      if (parent == null || !parent.tryRemove(name)) {
        return false;
      }
    }
    if (context.isVerbose()) {
      context.reportRemoved(line, path, Operation.REMOVE);
    }
    context.progress().addSeen();
    context.progress().addRemoved(0);
    return true;
  }

  /** Removes a file, or a directory with everything below it that the policy does not keep. */
  void removeTree(Line line, BytePath path) throws IOException {
    LinePolicy rules = policy.removal(line);
    try (FoundEntry found = find(path)) {
      if (found == null) {
        return;
      }
      if (found.isDirectory()) {
        try (Directory top = found.openForReading()) {
          boolean empty = clean(rules, path, top, top.stat());
          carryOut(rules, found, rules.ofCleanedPath(found.stat(), empty));
        }
      } else {
        carryOut(rules, found, rules.ofPath(found.stat()));
      }
    }
  }

  /** Removes everything below a directory that the policy does not keep. */
  void removeContent(Line line, BytePath path) throws IOException {
    try (FoundEntry found = find(path)) {
      if (found != null && found.isDirectory()) {
        try (Directory top = found.openForReading()) {
          boolean _ = clean(policy.removal(line), path, top, top.stat());
        }
      }
    }
  }

  private @Nullable FoundEntry find(BytePath path) throws IOException {
    return FoundEntry.find(context.root(), path);
  }

  /** Returns whether the directory is empty afterwards. */
  private boolean clean(LinePolicy rules, BytePath path, Directory top, Stat before)
      throws IOException {
    return CleaningVisitor.clean(context, unlinker, rules.in(path, before), path, top, before);
  }

  /** Removes or keeps what a line names itself. */
  private void carryOut(LinePolicy rules, FoundEntry found, Verdict verdict) throws IOException {
    if (verdict instanceof Verdict.Kept keep) {
      context.reportKept(rules.line(), found.path(), operation(found), keep);
    } else if (context.isDryRun() || removeUnlessFilled(found)) {
      noteRemoved(rules.line(), found, operation(found));
    } else {
      carryOut(rules, found, rules.ofCleanedPath(found.stat(), false));
    }
  }

  /**
   * Removes an entry unless another process has created something in it meanwhile. That it does not
   * exist any more is no failure.
   */
  private static boolean removeUnlessFilled(FoundEntry found) throws IOException {
    try {
      found.remove();
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTEMPTY)) {
        return false;
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    return true;
  }

  private static Operation operation(FoundEntry found) {
    return found.isDirectory() ? Operation.REMOVE_DIRECTORY : Operation.REMOVE;
  }

  private void noteRemoved(Line line, FoundEntry found, Operation operation) {
    if (found.isDirectory()) {
      context.forgetPaths(found.path(), found.stat());
    }
    if (context.isDryRun() || context.isVerbose()) {
      context.reportRemoved(line, found.path(), operation);
    }
    context.progress().addSeen();
    context.countRemoved(found.stat());
  }
}
