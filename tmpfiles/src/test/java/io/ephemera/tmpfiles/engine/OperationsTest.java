// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.report.Step;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What lines of every type make of a tree: the tables in {@code src/test/resources/engine}.
 *
 * <p>Each row runs twice. The dry run changes nothing, and announces what the real one then does.
 */
class OperationsTest {
  private static final List<String> TABLES =
      List.of(
          "access-control-list",
          "adjust-directory",
          "attribute",
          "capability",
          "clean",
          "copy",
          "device",
          "directory",
          "fifo",
          "file",
          "mode",
          "remove",
          "symlink",
          "write");
  private static final Set<Operation> MAKES_AN_INODE =
      Set.of(
          Operation.CREATE_DIRECTORY,
          Operation.CREATE_FILE,
          Operation.CREATE_FIFO,
          Operation.CREATE_SYMLINK,
          Operation.CREATE_DEVICE,
          Operation.REPLACE,
          Operation.COPY);

  static Stream<Arguments> rows() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    for (String table : TABLES) {
      for (Case row : table(table)) {
        rows.add(Arguments.of(table, row.title(), row));
      }
    }
    return rows.stream();
  }

  private static List<Case> table(String name) throws IOException {
    String path = "/engine/" + name + ".txt";
    try (InputStream in = OperationsTest.class.getResourceAsStream(path)) {
      byte[] text = Objects.requireNonNull(in, path).readAllBytes();
      return Case.parseAll(new String(text, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void theTreeAndTheOutcomesAreThoseOfTheTable(String table, String title, Case row) {
    assumeTrue(TestUser.isRoot() || !row.needsRoot(), "needs root");
    assumeTrue(TestUser.mayMakeDevices() || !row.before().contains("% "), "needs CAP_MKNOD");
    try (TestFolder folder = TestFolder.with(row.before())) {
      EngineRun dry = EngineRun.dry(folder.path(), row.lines(), row.flags());
      assertThat(Tree.describe(folder.path())).as("after the dry run").isEqualTo(row.described());

      EngineRun real = EngineRun.of(folder.path(), row.lines(), row.flags());
      assertThat(Tree.describe(folder.path())).isEqualTo(row.after());
      assertThat(real.said()).isEqualTo(row.outcomes());
      assertThat(announced(dry)).isEqualTo(row.announced(done(real)));
    }
  }

  /** What a dry run says it would do. */
  static List<String> announced(EngineRun run) {
    return run.outcomes().stream()
        .filter(Outcome.WouldDo.class::isInstance)
        .map(outcome -> run.words(outcome.step()))
        .sorted()
        .toList();
  }

  /** A dry run cannot know which mode and owner something will have that does not exist yet. */
  static List<String> done(EngineRun run) {
    List<String> deeds = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (Outcome outcome : run.outcomes()) {
      Step step = outcome.step();
      boolean dressing =
          made.contains(step.path())
              && (step.operation() == Operation.CHANGE_MODE
                  || step.operation() == Operation.CHANGE_OWNER);
      if (outcome instanceof Outcome.Done && !dressing) {
        deeds.add(run.words(step));
        if (MAKES_AN_INODE.contains(step.operation())) {
          made.add(step.path());
        }
      }
    }
    return deeds.stream().sorted().toList();
  }
}
