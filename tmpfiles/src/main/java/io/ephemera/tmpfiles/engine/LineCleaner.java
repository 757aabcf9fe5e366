// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Plan;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Cleans up by age and removes: {@code --clean} and {@code --remove} of one line at one path. */
final class LineCleaner {
  private final RunContext context;
  private final Judge judge;
  private final Plan plan;
  private final long now;

  LineCleaner(RunContext context, Judge judge, Plan plan, long now) {
    this.context = context;
    this.judge = judge;
    this.plan = plan;
    this.now = now;
  }

  /** Takes from a directory what is older than the line's age. */
  void clean(Line line, BytePath path) throws IOException {
    Age age = line.type() == LineType.IGNORE_INODE ? inheritedAge(line) : line.age();
    if (age == null) {
      return;
    }
    Rule rule = Rule.of(line, age, now);
    if (!rule.takesAnything()) {
      return;
    }
    if (path.isRoot()) {
      cleanRoot(rule, path);
      return;
    }
    try (Place place = Place.find(context.root(), path)) {
      if (place != null && place.stat().isDirectory()) {
        below(rule, place).close();
      }
    }
  }

  private void cleanRoot(Rule rule, BytePath path) throws IOException {
    try (Directory top = context.root().openForReading()) {
      boolean _ = CleaningVisitor.below(context, judge, rule, path, top, top.stat());
    }
  }

  /**
   * {@code X} cleans below itself what the best directory line above it would have cleaned there.
   */
  private @Nullable Age inheritedAge(Line line) {
    Line best = null;
    for (Plan.PathLines entry : plan.entries()) {
      for (Line candidate : entry.lines()) {
        if (isDirectoryLine(candidate) && isBetter(line, candidate, best)) {
          best = candidate;
        }
      }
    }
    return best == null ? null : best.age();
  }

  /** Of lines above, systemd-tmpfiles(8) takes the first; one of the same path goes before. */
  private static boolean isBetter(Line line, Line candidate, @Nullable Line best) {
    return best == null
        ? line.path().startsWith(candidate.path())
        : candidate.path().equals(line.path()) && !best.path().equals(line.path());
  }

  private static boolean isDirectoryLine(Line line) {
    return switch (line.type()) {
      case CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          true;
      default -> false;
    };
  }

  /**
   * Removes a file or an empty directory that is older than the line's age; what is locked or not
   * empty stays.
   */
  void removeAged(Line line, BytePath path) throws IOException {
    Rule rule = rule(line, line.age());
    try (Place place = Place.find(context.root(), path)) {
      if (place == null || !rule.takesAnything() || isKept(line, place)) {
        return;
      }
      if (!rule.isOld(place.stat())) {
        context.kept(line, path, Operation.REMOVE, Verdict.TOO_YOUNG.text());
      } else if (place.stat().isDirectory()) {
        removeEmpty(line, place);
      } else {
        removeAgedFile(line, place);
      }
    }
  }

  private void removeAgedFile(Line line, Place place) throws IOException {
    if (pretend(line, place, Operation.REMOVE)) {
      return;
    }
    if (CleaningVisitor.removeUnlocked(place.parent(), place.name(), place.stat())) {
      done(line, place, Operation.REMOVE);
    } else {
      context.kept(line, place.path(), Operation.REMOVE, Verdict.LOCKED.text());
    }
  }

  private void removeEmpty(Line line, Place place) throws IOException {
    try (Directory directory = place.parent().openForReading(place.name())) {
      boolean empty = directory.entries().next() == null;
      removeLocked(line, place, directory, empty);
    }
  }

  /**
   * Removes what is old below a directory, and then the directory if it was old too and is empty.
   */
  void removeAllAged(Line line, BytePath path) throws IOException {
    Rule rule = rule(line, line.age());
    try (Place place = Place.find(context.root(), path)) {
      if (place == null || !rule.takesAnything()) {
        return;
      }
      if (!place.stat().isDirectory()) {
        removeAged(line, path);
        return;
      }
      try (Directory directory = place.parent().openForReading(place.name())) {
        if (!context.isDryRun() && !directory.tryLock()) {
          context.kept(line, path, Operation.REMOVE_DIRECTORY, Verdict.LOCKED.text());
          return;
        }
        Stat before = directory.stat();
        boolean empty = CleaningVisitor.below(context, judge, rule, path, directory, before);
        boolean goes = !rule.keepFirstLevel() && !before.isMountPoint() && rule.isOld(before);
        removeLocked(line, place, directory, goes && empty);
      }
    }
  }

  private boolean isKept(Line line, Place place) {
    boolean kept = place.stat().isMountPoint();
    if (kept) {
      context.kept(line, place.path(), Operation.REMOVE, Verdict.MOUNT_POINT.text());
    }
    return kept;
  }

  private void removeLocked(Line line, Place place, Directory directory, boolean goes)
      throws IOException {
    if (!goes) {
      context.kept(line, place.path(), Operation.REMOVE_DIRECTORY, Verdict.NOT_EMPTY.text());
    } else if (context.isDryRun() || directory.tryLock()) {
      removeTop(line, place, true, Operation.REMOVE_DIRECTORY);
    } else {
      context.kept(line, place.path(), Operation.REMOVE_DIRECTORY, Verdict.LOCKED.text());
    }
  }

  private Rule rule(Line line, @Nullable Age age) {
    return age == null ? Rule.nothing(line) : Rule.of(line, age, now);
  }

  /** Removes a file or an empty directory. */
  void remove(Line line, BytePath path) throws IOException {
    try (Place place = Place.find(context.root(), path)) {
      if (place == null) {
        return;
      }
      Operation operation =
          place.stat().isDirectory() ? Operation.REMOVE_DIRECTORY : Operation.REMOVE;
      if (!pretend(line, place, operation)) {
        unlink(place);
        done(line, place, operation);
      }
    }
  }

  /** Removes everything below, and what was asked for itself when {@code withTop}. */
  void removeAll(Line line, BytePath path, boolean withTop) throws IOException {
    try (Place place = Place.find(context.root(), path)) {
      if (place == null) {
        return;
      }
      if (!place.stat().isDirectory()) {
        removeTop(line, place, withTop, Operation.REMOVE);
        return;
      }
      try (Emptied emptied = below(Rule.everything(line), place)) {
        removeTop(line, place, withTop && emptied.empty(), Operation.REMOVE_DIRECTORY);
      }
    }
  }

  private void removeTop(Line line, Place place, boolean asked, Operation operation)
      throws IOException {
    if (!asked || pretend(line, place, operation)) {
      return;
    }
    try {
      unlink(place);
      done(line, place, operation);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT, Errno.ENOTEMPTY)) {
        throw e;
      }
    }
  }

  private boolean pretend(Line line, Place place, Operation operation) {
    boolean pretended = context.pretend(line, place.path(), operation, "");
    if (pretended) {
      count(place);
    }
    return pretended;
  }

  private void done(Line line, Place place, Operation operation) {
    context.done(line, place.path(), operation, "");
    count(place);
  }

  private void count(Place place) {
    context.pace().saw();
    context.pace().removed(CleaningVisitor.freed(place.stat()));
  }

  private static void unlink(Place place) throws IOException {
    if (place.stat().isDirectory()) {
      place.parent().removeDirectory(place.name());
    } else {
      place.parent().remove(place.name());
    }
  }

  /** A directory whose content was cleaned, still open. */
  private record Emptied(Directory directory, boolean empty) implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  private Emptied below(Rule rule, Place place) throws IOException {
    Directory top = place.parent().openForReading(place.name());
    try {
      Stat before = top.stat();
      return new Emptied(
          top, CleaningVisitor.below(context, judge, rule, place.path(), top, before));
    } catch (IOException e) {
      top.close();
      throw e;
    }
  }

  /** Something that exists, by the open directory in which it stands. */
  private record Place(Directory parent, Name name, Stat stat, BytePath path)
      implements AutoCloseable {
    static @Nullable Place find(io.ephemera.fs.Root root, BytePath path) throws IOException {
      Directory parent = Parents.openIfExists(root, path);
      Name name = path.name();
      Stat stat = parent == null || name == null ? null : parent.statIfExists(name);
      if (parent == null || name == null || stat == null) {
        if (parent != null) {
          parent.close();
        }
        return null;
      }
      return new Place(parent, name, stat, path);
    }

    @Override
    public void close() {
      parent.close();
    }
  }
}
