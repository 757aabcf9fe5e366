// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code r} does the same whether or not it has to look at what it removes. */
class RemovedUnseenTest {
  /** Tree, entries separated by commas | path | what is left | what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a                   | /a   | ''                | done remove /a
          b                   | /a   | b                 | ''
          a, b                | /*   | ''                | done remove /a; done remove /b
          a => b, b           | /a   | b                 | done remove /a
          a/                  | /a   | ''                | done remove-directory /a
          a/, b               | /*   | ''                | done remove /b; done remove-directory /a
          a/, a/f             | /a   | a/, a/f           | => FAILED_STEPS; failed remove /a: ENOTEMPTY
          d/, a => d, d/f     | /a/f | a => d, d/        | done remove /a/f
          """)
  void theOutcomeIsTheSame(String tree, String path, String left, String said) {
    check(new Progress(Throttle.unlimited()), tree, path, left, said);
    check(Progress.withoutFreed(Throttle.unlimited()), tree, path, left, said);
  }

  private static void check(Progress progress, String tree, String path, String left, String said) {
    try (TestFolder folder = TestFolder.create()) {
      Tree.build(lines(tree), folder.path());

      EngineRun run =
          EngineRun.of(folder.path(), List.of("r " + path), List.of("--remove"), progress);

      assertThat(String.join("; ", run.said())).isEqualTo(said);
      assertThat(Tree.describe(folder.path())).isEqualTo(lines(left));
      assertThat(progress.snapshot().removed())
          .isEqualTo(run.said().stream().filter(step -> step.startsWith("done")).count());
    }
  }

  private static String lines(String tree) {
    return tree.isEmpty() ? "" : tree.replace(", ", "\n") + "\n";
  }
}
