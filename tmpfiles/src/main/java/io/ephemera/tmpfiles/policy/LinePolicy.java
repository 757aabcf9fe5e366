// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.tmpfiles.language.Line;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The policy of one line: decides about its own path, and has the verdicts of the line. */
public final class LinePolicy {
  private final CleaningPolicy policy;
  private final Line line;
  private final AgeRule rule;
  private final Verdict.Removed removed;
  private final Map<Reason, Verdict.Kept> kept = new EnumMap<>(Reason.class);

  /** The verdict on most entries, without the map. */
  private final Verdict.Kept tooYoung;

  LinePolicy(CleaningPolicy policy, Line line, AgeRule rule) {
    this.policy = policy;
    this.line = line;
    this.rule = rule;
    this.removed = new Verdict.Removed(line);
    for (Reason reason : Reason.values()) {
      kept.put(reason, new Verdict.Kept(reason, line));
    }
    this.tooYoung = kept(Reason.TOO_YOUNG);
  }

  /** The line that is carried out. */
  public Line line() {
    return line;
  }

  /** Whether the line cleans up by age; otherwise it removes everything. */
  public boolean isByAge() {
    return rule.isLimited();
  }

  /** Whether ageing leaves a directory alone, with all that is in it. */
  boolean isOfRunningService(Stat directory) {
    return isByAge() && policy.isInUse(directory);
  }

  /** Decides about the directory at the path of the line before its content is cleaned. */
  public Verdict ofContent(Stat directory) {
    return isOfRunningService(directory) ? kept(Reason.IN_USE) : removed;
  }

  /**
   * Decides about the path of the line itself. What a line removes whatever its age is removed
   * whatever it is.
   */
  public Verdict ofPath(Stat stat) {
    if (!isByAge()) {
      return removed;
    }
    return stat.isMountPoint() ? kept(Reason.MOUNT_POINT) : ofAge(stat);
  }

  /** Decides about the path of the line itself, a directory, after its content was cleaned. */
  public Verdict ofCleanedPath(Stat stat, boolean empty) {
    if (rule.keepFirstLevel()) {
      return kept(Reason.FIRST_LEVEL);
    }
    Verdict verdict = ofPath(stat);
    return verdict instanceof Verdict.Removed && !empty ? kept(Reason.NOT_EMPTY) : verdict;
  }

  /** What becomes of an attempt to remove the path: the kernel keeps mount points, unlink(2). */
  public Verdict ofAttempt(Verdict verdict, Stat stat) {
    return stat.isMountPoint() ? kept(Reason.MOUNT_POINT) : verdict;
  }

  /**
   * Decides about what was opened to be removed or entered: what a process has locked is kept.
   * {@link LockMode} says how long the lock is held then.
   */
  public Verdict ofOpened(Handle opened) throws SystemCallException {
    return policy.tryLock(opened) ? removed : kept(Reason.LOCKED);
  }

  /** Decides about what cannot be opened, and therefore not be locked by opening it. */
  public Verdict ofUnlockable() {
    return removed;
  }

  /** When an entry is old enough for this line, whatever else protects it. */
  public Due due(Stat stat) {
    return rule.due(policy.original(stat));
  }

  /**
   * When a directory is old enough from which another line removes a name, which changes its times.
   *
   * @param time when that is, in microseconds since 1970
   */
  public Due dueOfChanged(long time) {
    return rule.dueOfChanged(time);
  }

  /** Decides about a directory that is as young as that change makes it. */
  public Verdict ofChanged(Verdict verdict, Due changed, long now) {
    return verdict instanceof Verdict.Removed || isNotEmpty(verdict)
        ? changed.isPast(now) ? verdict : tooYoung
        : verdict;
  }

  private static boolean isNotEmpty(Verdict verdict) {
    return verdict instanceof Verdict.Kept kept && kept.reason() == Reason.NOT_EMPTY;
  }

  /**
   * When a verdict changes that the line has given on an entry.
   *
   * @param below when everything below it is gone; {@link Due#ANY_TIME} if it is no directory
   */
  public Due due(Verdict verdict, Stat stat, Due below) {
    return switch (verdict) {
      case Verdict.Removed _ -> due(stat).orLater(below);
      case Verdict.Kept kept ->
          switch (kept.reason()) {
            case TOO_YOUNG, NOT_EMPTY -> due(stat).orLater(below);
            case LOCKED, LIVE_SOCKET, IN_USE -> Due.WHEN_RELEASED;
            case MOUNT_POINT,
                OWN_LINE,
                PATTERN,
                SYSTEM_FILE,
                STICKY,
                DEVICE,
                FIRST_LEVEL,
                AGE_UNKNOWN,
                TOO_DEEP ->
                Due.NEVER;
          };
    };
  }

  /** The policy for the entries of the directory at the path of the line. */
  public DirectoryPolicy in(BytePath path, Stat directory) {
    return new DirectoryPolicy(policy, this, path, directory.isMountPoint());
  }

  /** Decides by age alone about an entry below the path. */
  Verdict ofAge(Entry entry) {
    return rule.keepFirstLevel() && entry.depth() == 1
        ? kept(Reason.FIRST_LEVEL)
        : ofAge(entry.stat());
  }

  private Verdict ofAge(Stat stat) {
    Reason reason = rule.reasonToKeep(policy.original(stat));
    if (reason == Reason.TOO_YOUNG) {
      return tooYoung;
    }
    return reason == null ? removed : kept(reason);
  }

  Verdict.Removed removed() {
    return removed;
  }

  Verdict.Kept kept(Reason reason) {
    return Objects.requireNonNull(kept.get(reason));
  }
}
