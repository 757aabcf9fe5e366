// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.tmpfiles.Tmpfiles.Result;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with limits in time and rate, and what they count. */
class ThrottleTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
  private static final List<String> CLEAN = List.of("--clean", "now+100d");
  private static final List<String> LINE = List.of("d /tidied - - - cm:10d");
  private static final int FILES = 300;
  private static final int DIRECTORIES = 3;

  @TempDir Path root;

  /** Files directly and in directories of directories, all from long ago. */
  private Path tree() throws IOException {
    Path top = Files.createDirectories(root.resolve("tidied"));
    for (int d = 0; d < DIRECTORIES; d++) {
      Path directory = Files.createDirectories(top.resolve("d" + d).resolve("e"));
      for (int i = 0; i < FILES / DIRECTORIES; i++) {
        Files.writeString(directory.resolve("f" + i), "text");
      }
      Files.setLastModifiedTime(directory, LONG_AGO);
      Files.setLastModifiedTime(directory.getParent(), LONG_AGO);
    }
    Files.setLastModifiedTime(top, LONG_AGO);
    return top;
  }

  private static Progress within(long micros, long rate) {
    return new Progress(Throttle.of(micros, rate));
  }

  private static long count(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void nothingIsBegunWhenTheTimeIsOver() throws IOException {
    Path top = tree();

    EngineRun run = EngineRun.of(root, LINE, CLEAN, within(1, Throttle.UNLIMITED));

    assertThat(run.result()).isEqualTo(Result.STOPPED);
    assertThat(run.outcomes()).isEmpty();
    assertThat(count(top)).isEqualTo(FILES);
  }

  @Test
  void noLineIsBegunWhenTheTimeIsOver() {
    EngineRun run =
        EngineRun.of(root, List.of("d /made", "d /made/too"), List.of("--create"), within(1, 0));

    assertThat(run.result()).isEqualTo(Result.STOPPED);
    assertThat(root.resolve("made")).doesNotExist();
  }

  @Test
  void runStopsBetweenEntriesAndTheNextGoesOn() throws IOException {
    Path top = tree();

    EngineRun first = EngineRun.of(root, LINE, CLEAN, within(200_000, 100));

    assertThat(first.result()).isEqualTo(Result.STOPPED);
    assertThat(first.outcomes()).noneMatch(outcome -> outcome.isFailure());
    assertThat(count(top)).isPositive().isLessThan(FILES);
    try (Stream<Path> all = Files.walk(top)) {
      assertThat(all.filter(Files::isDirectory))
          .allSatisfy(
              directory -> assertThat(Files.getLastModifiedTime(directory)).isEqualTo(LONG_AGO));
    }

    EngineRun second = EngineRun.of(root, LINE, CLEAN);

    assertThat(second.result()).isEqualTo(Result.SUCCESS);
    assertThat(top).isEmptyDirectory();
  }

  /** A tree for which 10 ms are too short, in a program that has carried out a line before. */
  private Path wide(int directories) throws IOException {
    Path top = Files.createDirectories(root.resolve("wide"));
    for (int d = 0; d < directories; d++) {
      Path directory = Files.createDirectory(top.resolve("d" + d));
      for (int i = 0; i < 100; i++) {
        Files.createFile(directory.resolve("f" + i));
      }
    }
    EngineRun.of(root, List.of("z /wide 0755", "C /warm - - - - /wide/d0"), List.of("--create"));
    return top;
  }

  @Test
  void recursionStopsBetweenEntriesAndTheNextRunGoesOn() throws IOException {
    Path top = wide(100);
    List<String> line = List.of("Z /wide 0700");
    Progress first = within(10_000, 0);

    EngineRun stopped = EngineRun.of(root, line, List.of("--create"), first);

    assertThat(stopped.result()).isEqualTo(Result.STOPPED);
    assertThat(stopped.outcomes()).noneMatch(outcome -> outcome.isFailure());
    assertThat(EngineRun.of(root, line, List.of("--create")).result()).isEqualTo(Result.SUCCESS);
    try (Stream<Path> all = Files.walk(top)) {
      assertThat(all)
          .allSatisfy(path ->
              assertThat(Files.getPosixFilePermissions(path))
                  .isEqualTo(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Thousands of patterns in one: without a limit it would take seconds. */
  @Test
  void searchForMatchesStopsWhenTheTimeIsOver() throws IOException {
    wide(10);
    List<String> line = List.of("r /wide/*/x" + "{0,1}".repeat(13) + "*");

    EngineRun stopped = EngineRun.of(root, line, List.of("--remove"), within(50_000, 0));

    assertThat(stopped.result()).isEqualTo(Result.STOPPED);
  }

  @Test
  void copyThatDoesNotEndInTimeIsNotTakenForTheWholeByTheNextRun() throws IOException {
    wide(40);
    List<String> line = List.of("C /copy - - - - /wide");

    EngineRun stopped = EngineRun.of(root, line, List.of("--create"), within(10_000, 0));

    assertThat(stopped.result()).isEqualTo(Result.STOPPED);
    assertThat(root.resolve("copy")).doesNotExist();
    assertThat(EngineRun.of(root, line, List.of("--create")).result()).isEqualTo(Result.SUCCESS);
    assertThat(count(root.resolve("copy"))).isEqualTo(4000);
  }

  @Test
  void limitThatIsNotReachedChangesNothing() throws IOException {
    Path top = tree();

    EngineRun run = EngineRun.of(root, LINE, CLEAN, within(3_600_000_000L, 1_000_000));

    assertThat(run.result()).isEqualTo(Result.SUCCESS);
    assertThat(top).isEmptyDirectory();
  }

  @Test
  void rateIsKeptByAllThreadsTogether() throws IOException {
    tree();
    Progress progress = within(Throttle.UNLIMITED, 2000);

    EngineRun.of(root, LINE, CLEAN, progress);

    Progress.Snapshot count = progress.snapshot();
    long allowed = count.nanos() / 1_000_000 * 2 + 4; // a sleep of less than 1 ms is left out
    assertThat(count.seen()).isEqualTo(FILES + 2 * DIRECTORIES).isLessThanOrEqualTo(allowed);
  }

  @Test
  void whatWasSeenRemovedAndFreedIsCounted() throws IOException {
    Path top = tree();
    Path kept = Files.createLink(root.resolve("kept"), top.resolve("d0/e/f0"));
    long file = blocks(top.resolve("d0/e/f1"));
    long directory = blocks(top.resolve("d0"));
    Progress progress = new Progress(Throttle.unlimited());

    EngineRun.of(root, LINE, CLEAN, progress);

    assertThat(kept).exists();
    assertThat(progress.snapshot())
        .returns((long) FILES + 2 * DIRECTORIES, Progress.Snapshot::seen)
        .returns((long) FILES + 2 * DIRECTORIES, Progress.Snapshot::removed)
        .returns(false, Progress.Snapshot::stopped);
    assertThat(progress.snapshot().freed())
        .isGreaterThanOrEqualTo((FILES - 1) * file + 2 * DIRECTORIES * directory);
    assertThat(progress.snapshot().freed() % 512).isZero();
  }

  @Test
  void dryRunCountsWhatWouldGo() throws IOException {
    tree();
    Progress progress = new Progress(Throttle.unlimited());

    EngineRun.of(root, LINE, List.of("--clean", "--dry-run", "now+100d"), progress);

    assertThat(progress.snapshot().removed()).isEqualTo(FILES + 2 * DIRECTORIES);
  }

  private static long blocks(Path path) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
    return Long.parseLong(
            new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip())
        * 512;
  }
}
