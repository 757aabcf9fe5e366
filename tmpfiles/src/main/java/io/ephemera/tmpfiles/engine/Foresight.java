// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Root;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.LiveSockets;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.policy.CleaningPolicy;
import io.ephemera.tmpfiles.policy.LockMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Foresees what a run would do to one path and what is below it, and when a later one would, by the
 * same policy as the run itself. Changes nothing, but reading directories may change when they were
 * last read (the caller's rights decide). Not thread-safe.
 */
public final class Foresight implements AutoCloseable {
  private final Root root;
  private final Plan plan;
  private final EngineOptions options;
  private final KernelFiles kernel = new KernelFiles();

  /** What is foreseen. */
  public enum Run {
    /** {@code --clean}. */
    CLEAN,
    /** {@code --remove}. */
    REMOVE,
    /** {@code --remove --boot} while the system starts: no process holds anything yet. */
    BOOT,
    /** {@code --purge}. */
    PURGE
  }

  /** What would be done by a plan, at the time of the options. Closing it closes the root. */
  public Foresight(Root root, Plan plan, EngineOptions options) {
    this.root = root;
    this.plan = plan;
    this.options = options;
  }

  /** The root directory. */
  public Root root() {
    return root;
  }

  /** The time from which ages count, in microseconds since 1970. */
  public long now() {
    return options.now();
  }

  /** A path without symbolic links in its directory; as it is given if that does not exist. */
  public BytePath real(BytePath path) throws IOException {
    return new Scope(root, path).path();
  }

  /**
   * Foresees a run for a path and everything below it.
   *
   * @param path absolute, below the root directory; symbolic links in its directory are followed
   * @throws IOException if the directory of the path cannot be looked at
   */
  public void foresee(Run run, BytePath path, FateListener listener) throws IOException {
    boolean atBoot = run == Run.BOOT;
    CleaningPolicy policy =
        new CleaningPolicy(
            root,
            plan,
            atBoot ? LiveSockets.atBoot() : new LiveSockets(kernel),
            LockMode.PROBE,
            atBoot ? directory -> false : options.inUse(),
            options.now());
    new Foreseeing(root, plan, policy, run, new Scope(root, path), options, listener).run();
  }

  /** All lines of the plan, in its order. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (Plan.PathLines entry : plan.entries()) {
      lines.addAll(entry.lines());
    }
    return lines;
  }

  /**
   * The lines for a path, whether it exists or not, and for the directories above it, nearest
   * first. Whether a line does anything there is another question: see {@link #foresee}.
   */
  public List<Line> lines(BytePath path) throws IOException {
    BytePath real = new Scope(root, path).path();
    List<Line> lines = new ArrayList<>();
    BytePath above = real;
    while (true) {
      for (Plan.PathLines entry : plan.entries()) {
        if (isFor(entry, above)) {
          lines.addAll(entry.lines());
        }
      }
      if (above.isRoot()) {
        return lines;
      }
      above = above.parent();
    }
  }

  private static boolean isFor(Plan.PathLines entry, BytePath path) {
    return entry.glob()
        ? new Glob(entry.path().bytes()).matches(path.bytes())
        : entry.path().equals(path);
  }

  @Override
  public void close() {
    root.close();
  }
}
