// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.LinePolicy;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one line would do at one path: as {@link LineCleaner}, without doing it. The orders of the
 * questions to the policy are the same.
 */
final class ForeseenLine {
  private final Foreseeing run;
  private final LinePolicy rules;
  private final BytePath path;
  private final Reach reach;

  ForeseenLine(Foreseeing run, LinePolicy rules, BytePath path, Reach reach) {
    this.run = run;
    this.rules = rules;
    this.path = path;
    this.reach = reach;
  }

  void foresee(Extent extent) throws IOException {
    switch (extent) {
      case NOTHING -> {}
      case PATH -> ofPath(false);
      case TREE -> ofPath(true);
      case CONTENT -> ofContent();
    }
  }

  private void ofContent() throws IOException {
    if (path.isRoot()) {
      try (Directory top = run.root().openForReading()) {
        FateVisitor _ = visit(top, rules.ofContent(top.stat()));
      }
      return;
    }
    try (FoundEntry found = FoundEntry.find(run.root(), path)) {
      if (found != null && found.isDirectory()) {
        try (Directory top = found.openForReading()) {
          FateVisitor _ = visit(top, rules.ofContent(top.stat()));
        }
      }
    }
  }

  private FateVisitor visit(Directory top, Verdict ofContent) throws IOException {
    run.begin(reach, path);
    Verdict.Kept keep = ofContent instanceof Verdict.Kept kept ? kept : null;
    return FateVisitor.visit(this, rules.in(path, top.stat()), path, top, reach, keep);
  }

  private void ofPath(boolean withContent) throws IOException {
    try (FoundEntry found = FoundEntry.find(run.root(), path)) {
      FoundEntry current =
          found == null ? null : found.isDirectory() && withContent ? found : found.upToDate();
      if (current == null) {
        return;
      }
      if (!current.isDirectory()) {
        settle(current.stat(), rules.ofAttempt(ofFile(current), current.stat()), Due.ANY_TIME);
      } else if (withContent) {
        ofTree(current);
      } else {
        ofDirectory(current);
      }
    }
  }

  /** What {@code --remove} removes is not asked for its lock. */
  private Verdict ofFile(FoundEntry found) throws IOException {
    Verdict verdict = rules.ofPath(found.stat());
    return verdict instanceof Verdict.Removed && rules.isByAge()
        ? run.unlinker().remove(rules, found.parent(), found.name(), found.stat())
        : verdict;
  }

  private void ofDirectory(FoundEntry found) throws IOException {
    try (Directory directory = found.openForReading()) {
      Due content = contentDue(directory);
      Verdict verdict = rules.ofCleanedPath(found.stat(), content.isPast(run.now()));
      if (verdict instanceof Verdict.Removed && rules.isByAge()) {
        verdict = rules.ofOpened(directory);
      }
      settle(found.stat(), rules.ofAttempt(verdict, found.stat()), content);
    }
  }

  /** When the directory is empty, as far as other lines remove what is in it. */
  private Due contentDue(Directory directory) throws IOException {
    Due last = Due.ANY_TIME;
    DirectoryStream entries = directory.entries();
    Name name = entries.next();
    while (name != null && !last.equals(Due.NEVER)) {
      last = last.orLater(run.knownDue(path.child(name)));
      name = entries.next();
    }
    return last;
  }

  private void ofTree(FoundEntry found) throws IOException {
    try (Directory top = found.openForReading()) {
      Stat before = top.stat();
      Verdict first = rules.isByAge() ? rules.ofOpened(top) : rules.ofContent(before);
      if (first instanceof Verdict.Removed) {
        first = rules.ofContent(before);
      }
      FateVisitor content = visit(top, first);
      Verdict verdict =
          first instanceof Verdict.Kept
              ? first
              : afterChange(rules.ofCleanedPath(before, content.isEmptied()), content.changesNow());
      boolean tried = verdict instanceof Verdict.Removed;
      settle(
          before,
          tried ? rules.ofAttempt(verdict, before) : verdict,
          laterIfChanged(content.below(), content.changed()));
    }
  }

  /** The verdict on the path of the line itself. */
  private void settle(Stat stat, Verdict verdict, Due below) {
    Due due = rules.due(verdict, stat, below);
    run.settleOwn(path, due);
    if (reach.isWhole()) {
      settle(() -> path, reach.offset(), new Fate(stat, verdict, false, due));
    }
  }

  /** Asks for the lock of a file that nothing else protects. */
  Verdict lockedOrRemoved(Entry entry) throws IOException {
    return run.unlinker().remove(rules, entry.directory(), entry.name(), entry.stat());
  }

  /** How much of an entry that this line leaves to its own line that one cleans. */
  Extent extentOfOwn(Verdict.Kept ownLine) {
    return run.extentOf(ownLine.decidedBy());
  }

  @Nullable Due ownDue(Entry entry) {
    return run.ownDue(entry);
  }

  /** When the first of this line and others that clean the same directory removes an entry. */
  Due firstRemoval(Entry entry, Due due) {
    return run.firstRemoval(entry, due);
  }

  /** The verdict on a directory, from which another line removes a name in this run or not. */
  Verdict afterChange(Verdict verdict, boolean changesNow) {
    return changesNow
        ? rules.ofChanged(verdict, rules.dueOfChanged(run.now()), run.now())
        : verdict;
  }

  /** The later of a time and that at which a directory is old after its last change. */
  Due laterIfChanged(Due due, long changed) {
    return changed == Long.MIN_VALUE ? due : due.orLater(rules.dueOfChanged(changed));
  }

  long now() {
    return run.now();
  }

  boolean goesOn() {
    return run.goesOn();
  }

  void settle(Supplier<BytePath> at, int depth, Fate fate) {
    run.settle(at, depth, rules.line(), fate);
  }

  void failed(BytePath at, IOException reason) {
    run.failed(at, reason);
  }
}
