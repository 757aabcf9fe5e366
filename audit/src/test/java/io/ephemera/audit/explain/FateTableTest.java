// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.testkit.TestFolder;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Everything below a directory is counted once, by what becomes of it. */
class FateTableTest {
  private static final long DAY = 86_400_000_000L;

  private static FateTable table(Path root, long ahead, String path, String... lines)
      throws IOException {
    long now = (System.currentTimeMillis() + 1) * 1000 + ahead;
    RunEnvironment environment =
        new RunEnvironment(
            name -> null,
            () -> Bytes.EMPTY,
            () -> now,
            Progress.withoutFreed(Throttle.unlimited()));
    Request request =
        new Request(
            Set.of(Request.Flag.DRY_RUN),
            Request.Scope.below(BytePath.of(root.toString())),
            Request.Sources.lines(List.of(lines).stream().map(Bytes::utf8).toList()));
    Tmpfiles.Listener silent =
        new Tmpfiles.Listener() {
          @Override
          public void problem(Problem problem) {
            throw new IllegalStateException(problem.toString());
          }

          @Override
          public void outcome(io.ephemera.report.Outcome outcome) {
            throw new IllegalStateException(outcome.toString());
          }
        };
    try (Foresight foresight = new Tmpfiles(request, environment, silent).foresight()) {
      FateTable table = new FateTable(now);
      foresight.foresee(Foresight.Run.CLEAN, BytePath.of(path), table);
      return table;
    }
  }

  /** Rows as {@code kind days entries reason line}. */
  private static List<String> rows(FateTable table) {
    return table.rows().stream()
        .map(row ->
            row.key().kind().name().toLowerCase(Locale.ROOT)
                + " "
                + row.key().day()
                + " "
                + row.entries()
                + " "
                + (row.key().reason() == null ? "-" : row.key().reason().name())
                + " "
                + (row.key().line() == null ? "-" : row.key().line().path()))
        .toList();
  }

  @Test
  void entriesAreGroupedByLineReasonAndDay() throws IOException {
    try (TestFolder folder =
        TestFolder.with(
            """
            t/old @20d
            t/young
            t/kept/
            t/kept/a
            t/sub/
            t/sub/b @20d
            t/sticky 1644 @20d
            """)) {
      FateTable table = table(folder.path(), 0, "/t", "d /t - - - m:10d", "x /t/kept");

      assertThat(rows(table))
          .containsExactly(
              "at 0 2 - /t",
              "at 10 2 TOO_YOUNG /t",
              "never 0 2 PATTERN /t/kept",
              "never 0 1 STICKY /t");
      assertThat(table.entries()).isEqualTo(7);
    }
  }

  @Test
  void whatNoLineReachesIsCountedToo() throws IOException {
    try (TestFolder folder = TestFolder.with("t/a\nt/b/c\nt/b/d/e @9d\n")) {
      FateTable table = table(folder.path(), 0, "/t", "d /t/b/d - - - m:1d");

      assertThat(rows(table)).containsExactlyInAnyOrder("at 0 1 - /t/b/d", "never 0 4 - -");
    }
  }

  @Test
  void onlyThePathInQuestionCounts() throws IOException {
    try (TestFolder folder = TestFolder.with("t/a\nt/b/c\nt/b/d\nother/x\n")) {
      FateTable table = table(folder.path(), 2 * DAY, "/t/b", "d /t - - - m:1d");

      assertThat(rows(table)).containsExactly("at 0 3 - /t");
    }
  }
}
