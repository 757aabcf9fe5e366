// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.RandomCleaning;
import io.ephemera.testkit.RandomCleaning.Part;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.engine.FateListener;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import io.ephemera.tmpfiles.policy.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is foreseen of {@code --clean} is what the newest systemd-tmpfiles then removes, path by
 * path. The random trees and lines are those of {@code ForesightTest}, without what Ephemera treats
 * otherwise on purpose: files with several names, other owners, locks and renamed sockets
 * (docs/comparison.md).
 *
 * <p>{@code -Dephemera.foresight.cases=1000} tries more, {@code -Dephemera.foresight.seed=N}
 * others.
 */
class ForesightPeerTest {
  private static final int BATCH = 10;

  /** What the cleaner removes; a list of names, each with a NUL at its end. */
  private static final String CLEAN =
      """
      export LC_ALL=C
      cd "$1"
      find t -print0 | sort -z >../before
      "$2" --clean --root="$1" "$1.conf" >&2
      find t -print0 | sort -z | comm -z -23 ../before -
      """;

  private static PrivateTmp tmp;
  private static String peer;

  /** Looking at a directory must not make it younger for the cleaner. */
  @BeforeAll
  static void fetchThePeer() {
    peer = PrivateTmp.pathOf(Peers.systemdTmpfiles());
    tmp = PrivateTmp.create("mount -o remount,noatime /tmp");
  }

  @AfterAll
  static void close() {
    if (tmp != null) {
      tmp.close();
    }
  }

  static LongStream batches() {
    long first = Long.getLong("ephemera.foresight.seed", 1);
    return LongStream.iterate(first, seed -> seed + BATCH)
        .limit(Math.max(1, Integer.getInteger("ephemera.foresight.cases", 50) / BATCH));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void whatIsForeseenIsWhatThePeerThenRemoves(long first) throws IOException {
    List<String> faults = new ArrayList<>();
    for (long seed = first; seed < first + BATCH; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Set<Part> parts = random.nextInt(3) == 0 ? Set.of(Part.REMOVALS) : Set.of();
      RandomCleaning one = RandomCleaning.of(random, parts);
      faults.addAll(compare("/tmp/case-" + seed, one));
    }
    assertThat(faults).isEmpty();
  }

  private static List<String> compare(String root, RandomCleaning one) throws IOException {
    tmp.build(root, one.tree());
    Files.write(tmp.seen(root + ".conf"), one.lines());
    Set<String> foreseen = foresee(root, one.lines());
    Run run = tmp.run(List.of("sh", "-euc", CLEAN, "sh", root, peer));
    Set<String> removed = new TreeSet<>();
    for (String path : run.out().split("\0", -1)) {
      if (!path.isEmpty()) {
        boolean _ = removed.add("/" + path);
      }
    }
    return removed.equals(foreseen)
        ? List.of()
        : List.of(
            String.join(
                "\n",
                "\n" + root,
                one.tree() + String.join("\n", one.lines()),
                "removed " + removed,
                "foreseen " + foreseen,
                run.err()));
  }

  private static Set<String> foresee(String root, List<String> lines) throws IOException {
    RunEnvironment environment =
        new RunEnvironment(
            name -> null,
            () -> Bytes.EMPTY,
            () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
            Progress.withoutFreed(Throttle.unlimited()));
    Request request =
        new Request(
            Set.of(Request.Flag.DRY_RUN),
            Request.Scope.below(BytePath.of(tmp.seen(root).toString())),
            Request.Sources.lines(lines.stream().map(Bytes::utf8).toList()));
    try (Foresight foresight = new Tmpfiles(request, environment, new Silent()).foresight()) {
      Removed removed = new Removed(foresight.now());
      foresight.foresee(Foresight.Run.CLEAN, BytePath.of("/t"), removed);
      return removed.paths;
    }
  }

  /** Lines that conflict with others are left out, as in a run. */
  private static final class Silent implements Tmpfiles.Listener {
    @Override
    public void problem(Problem problem) {}

    @Override
    public void outcome(Outcome outcome) {}
  }

  /** The names of what is removed now, as bytes. */
  private static final class Removed implements FateListener {
    private final Set<String> paths = new TreeSet<>();
    private final long now;

    Removed(long now) {
      this.now = now;
    }

    @Override
    public void fate(Supplier<BytePath> path, int depth, Line line, Fate fate) {
      if (fate.due().isPast(now)) {
        boolean _ = paths.add(path.get().latin1());
      }
    }

    @Override
    public void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
      throw new IllegalStateException(path.toString(), reason);
    }

    @Override
    public void unreached(Supplier<BytePath> path, int depth, Stat stat) {}

    @Override
    public void failed(BytePath path, IOException reason) {
      throw new IllegalStateException(path.toString(), reason);
    }
  }
}
