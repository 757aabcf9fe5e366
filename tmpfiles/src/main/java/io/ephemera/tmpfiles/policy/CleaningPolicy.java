// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.Entry;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.LiveSockets;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Plan;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cleaning policy of one run: decides what is kept and what is removed, for a real run and a
 * dry run alike. Thread-safe.
 */
public final class CleaningPolicy {
  private final Root root;
  private final Plan plan;
  private final Exclusions exclusions;
  private final LiveSockets sockets;
  private final OriginalTimes originals = new OriginalTimes();
  private final LockMode lockMode;
  private final Predicate<Stat> inUse;
  private final long now;

  /**
   * The policy of a plan.
   *
   * @param inUse whether a directory belongs to a service that runs
   * @param now the time from which ages count, in microseconds since 1970
   */
  public CleaningPolicy(
      Root root,
      Plan plan,
      LiveSockets sockets,
      LockMode lockMode,
      Predicate<Stat> inUse,
      long now) {
    this.root = root;
    this.plan = plan;
    this.exclusions = new Exclusions(plan);
    this.sockets = sockets;
    this.lockMode = lockMode;
    this.inUse = inUse;
    this.now = now;
  }

  /** The policy of a line that removes, whatever the age. */
  public LinePolicy removal(Line line) {
    return new LinePolicy(this, line, AgeRule.anyAge());
  }

  /** The policy of a line that cleans up by age; null if it cannot remove anything. */
  public @Nullable LinePolicy ageing(Line line) {
    Age age = line.type() == LineType.IGNORE_INODE ? inheritedAge(line) : line.age();
    if (age == null) {
      return null;
    }
    // r removes a single path: there is no first level below it to keep; X inherits the age alone
    boolean keepFirstLevel =
        age.keepFirstLevel()
            && line.type() != LineType.REMOVE
            && line.type() != LineType.IGNORE_INODE;
    AgeRule rule = AgeRule.of(age, keepFirstLevel, now);
    return rule.canBeMet() ? new LinePolicy(this, line, rule) : null;
  }

  /** {@code X} cleans with the age of the directory line that is for the same path or above it. */
  private @Nullable Age inheritedAge(Line line) {
    Line best = null;
    for (Plan.PathLines entry : plan.entries()) {
      for (Line candidate : entry.lines()) {
        if (candidate.type().createsDirectory() && isBetter(line, candidate, best)) {
          best = candidate;
        }
      }
    }
    return best == null ? null : best.age();
  }

  /** Of lines above, systemd-tmpfiles(8) takes the first; one of the same path takes precedence. */
  private static boolean isBetter(Line line, Line candidate, @Nullable Line best) {
    return best == null
        ? line.path().startsWith(candidate.path())
        : candidate.path().equals(line.path()) && !best.path().equals(line.path());
  }

  Exclusions exclusions() {
    return exclusions;
  }

  /** Whether no process holds a lock on a file or directory. */
  boolean tryLock(Handle opened) throws SystemCallException {
    return lockMode.tryLock(opened);
  }

  /** Whether a directory belongs to a service that runs. */
  boolean isInUse(Stat directory) {
    return inUse.test(directory);
  }

  /** Whether a socket is in use, or may be because the kernel does not say. */
  boolean mayBeAlive(Entry socket) throws IOException {
    return switch (sockets.of(root.onHost(socket.path()), socket.stat())) {
      case ALIVE, UNKNOWN -> true;
      case DEAD -> false;
    };
  }

  /** The file as it was before this run removed a name of it. */
  Stat original(Stat stat) {
    return originals.original(stat);
  }

  /** Whether this run may find the same file by another name. */
  public boolean hasOtherNames(Stat stat) {
    return originals.hasOtherNames(stat);
  }

  /** To be called before a name of a file is removed, so that its other names keep their age. */
  public void rememberTimes(Stat stat) {
    originals.remember(stat);
  }
}
