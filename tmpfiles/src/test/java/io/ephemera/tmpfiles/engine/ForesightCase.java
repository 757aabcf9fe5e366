// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Step;
import io.ephemera.testkit.RandomCleaning;
import io.ephemera.testkit.RandomCleaning.Part;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A random tree with lines for it, what is held of it, and when it is looked at and cleaned. */
final class ForesightCase implements AutoCloseable {
  private static final long DAY = 86_400_000_000L;

  private final long seed;
  private final RandomCleaning cleaning;
  private final TestFolder folder;
  private final ForesightMounts mounts;
  private final ForesightHolds holds;
  private final Foresight.Run kind;
  private final long now;
  private final long later;

  /**
   * Lines that remove what they name make the directory young: at the time of the kernel's clock,
   * so that is the only one then.
   */
  private ForesightCase(long seed, ForesightSurroundings surroundings) {
    RandomGenerator random = new SplittableRandom(seed);
    this.seed = seed;
    this.kind =
        switch (random.nextInt(8)) {
          case 0 -> Foresight.Run.REMOVE;
          case 1 -> Foresight.Run.PURGE;
          default -> Foresight.Run.CLEAN;
        };
    boolean removals = random.nextInt(3) == 0;
    this.now = removals ? 0 : DAY * random.nextInt(4);
    this.later = removals || random.nextBoolean() ? 0 : DAY * (1 + random.nextInt(12));
    Set<Part> parts = EnumSet.of(Part.HARD_LINKS);
    if (removals) {
      parts.add(Part.REMOVALS);
    }
    if (random.nextInt(3) == 0 && TestUser.isRoot()) {
      parts.add(Part.OTHER_OWNERS);
    }
    this.cleaning = RandomCleaning.of(random, parts);
    boolean onFuse = random.nextInt(20) == 0 && surroundings.hasFuse();
    this.folder = onFuse ? surroundings.folderOnFuse() : TestFolder.create();
    this.mounts = new ForesightMounts(random, cleaning, folder.path());
    this.holds = new ForesightHolds(random, cleaning, folder.path(), onFuse, surroundings);
  }

  static ForesightCase of(long seed, ForesightSurroundings surroundings) throws IOException {
    ForesightCase one = new ForesightCase(seed, surroundings);
    try {
      Tree.build(one.cleaning.tree(), one.folder.path());
      one.mounts.mount();
      if (one.isNow()) {
        one.holds.hold();
      }
      return one;
    } catch (IOException | RuntimeException e) {
      one.close();
      throw e;
    }
  }

  /** Foresees it as of the time of the case. */
  ForeseenFates foresee() throws IOException {
    ForeseenFates fates = new ForeseenFates();
    EngineRun.foresee(folder.path(), cleaning.lines(), now, kind, BytePath.of("/t"), fates);
    return fates;
  }

  /** Runs it at its time, which may be later. */
  EngineRun run() {
    return EngineRun.of(folder.path(), cleaning.lines(), flags());
  }

  private List<String> flags() {
    return List.of("--" + kind.name().toLowerCase(Locale.ROOT), "now+" + (now + later) / DAY + "d");
  }

  boolean isNow() {
    return later == 0;
  }

  /** The time of the run, in microseconds since 1970, nearly. */
  long then() {
    return System.currentTimeMillis() * 1000 + now + later;
  }

  /** The path of a step below the root of the case. */
  String below(Step step) {
    return step.path().substring(folder.path().toString().length());
  }

  /** Whether there is a mount point that this process may not look at. */
  boolean isHidden(String path) {
    return mounts.isHidden(path);
  }

  @Override
  public String toString() {
    return String.join(
        "\n",
        "\nseed " + seed + " " + flags() + " foreseen at +" + now / DAY + "d in " + folder.path(),
        cleaning.tree() + mounts + holds,
        String.join("\n", cleaning.lines()),
        "");
  }

  @Override
  public void close() {
    holds.close();
    mounts.close();
    folder.close();
  }
}
