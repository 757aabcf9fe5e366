// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.Mounts;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.policy.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases that {@link ForesightTest} found: a run agrees with what is foreseen and written here. */
class ForeseenCasesTest {
  private static final Foresight.Run CLEAN = Foresight.Run.CLEAN;
  private static final Foresight.Run REMOVE = Foresight.Run.REMOVE;

  /**
   * A case.
   *
   * @param mounts a shell script; empty if nothing is mounted
   * @param kept what stays, and why
   */
  record Row(
      String sentence,
      String tree,
      String mounts,
      String lines,
      Foresight.Run kind,
      Set<String> removed,
      Map<String, Reason> kept) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row(
            "a directory that one line empties and another removes",
            "t/d/ @20d\nt/d/f @5d",
            "",
            "e /t - - - M:3d\nd /t - - - am:4d",
            CLEAN,
            Set.of("/t/d", "/t/d/f"),
            Map.of()),
        new Row(
            "a directory that one line empties and the pattern of another removes",
            "t/d/f",
            "",
            "r /t/*\nD /t/d",
            REMOVE,
            Set.of("/t/d", "/t/d/f"),
            Map.of()),
        new Row(
            "a directory that a removal makes young today, and another one tomorrow",
            "t/d/ @20d\nt/d/old @5d\nt/d/new",
            "",
            "r /t/d/* - - - am:1d\nd /t - - - AM:15d",
            CLEAN,
            Set.of("/t/d/old"),
            Map.of("/t/d", Reason.TOO_YOUNG)),
        new Row(
            "a directory that a removal makes young, and whose own line removes it",
            "t/d/ @20d\nt/d/old @5d",
            "",
            "r /t/d/old - - - am:1d\nR /t/d - - - AM:15d",
            CLEAN,
            Set.of("/t/d/old"),
            Map.of("/t/d", Reason.TOO_YOUNG)),
        new Row(
            "a mount point, which the kernel keeps",
            "t/m/",
            "mount -t tmpfs tmpfs t/m",
            "r /t/m",
            REMOVE,
            Set.of(),
            Map.of("/t/m", Reason.MOUNT_POINT)),
        new Row(
            "a mount point with content",
            "t/m/",
            "mount -t tmpfs tmpfs t/m; mkdir t/m/d",
            "R /t/m",
            REMOVE,
            Set.of("/t/m/d"),
            Map.of("/t/m", Reason.MOUNT_POINT)),
        new Row(
            "a mount point that never answers, in a directory that a pattern keeps",
            "t/n/m/\nt/f",
            FuseMount.silentAt("t/n/m"),
            "x /t/n*\nd /t - - - 0",
            CLEAN,
            Set.of("/t/f"),
            Map.of()),
        new Row(
            "what a pattern may match in a mount that hides itself",
            "t/m/\nt/f",
            FuseMount.hiddenAt("t/m"),
            "e /t/{m/a,n}/b - - - 0\nD /t/f\nR /t/f - - - 0",
            CLEAN,
            Set.of("/t/f"),
            Map.of()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isForeseenAndDone(Row row) throws IOException {
    assumeTrue(row.mounts().isEmpty() || ForesightSurroundings.mayMount(), "needs root, FUSE");
    try (TestFolder folder = TestFolder.create()) {
      Tree.build(row.tree(), folder.path());
      if (row.mounts().isEmpty()) {
        compare(row, folder);
        return;
      }
      try (Mounts _ = Mounts.below(folder.path(), row.mounts())) {
        compare(row, folder);
      }
    }
  }

  private static void compare(Row row, TestFolder folder) throws IOException {
    List<String> lines = row.lines().lines().toList();
    ForeseenFates fates = new ForeseenFates();
    EngineRun.foresee(folder.path(), lines, 0, row.kind(), BytePath.of("/t"), fates);
    long then = System.currentTimeMillis() * 1000;
    String flag = row.kind() == CLEAN ? "--clean" : "--remove";
    EngineRun run = EngineRun.of(folder.path(), lines, List.of(flag));

    assertThat(fates.removedAt(then)).isEqualTo(row.removed());
    assertThat(fates.failed()).isSubsetOf("/t/m"); // hides itself
    Map<String, String> kept = fates.kept(row.removed());
    row.kept().forEach((path, reason) -> assertThat(kept).containsEntry(path, reason.text()));
    assertThat(run.outcomes().stream().filter(Outcome.Done.class::isInstance))
        .extracting(outcome -> outcome.step().path().substring(folder.path().toString().length()))
        .containsAll(row.removed());
  }
}
