// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees large enough for several threads, in whole processes. */
class LargeTreeTest {
  private static final String BUILD =
      """
      deep=$(printf '/d%.0s' $(seq 250))
      for chain in 1 2 3 4; do
        mkdir -p "$R/tree/chain$chain$deep"
        touch "$R/tree/chain$chain$deep/file"
      done
      for directory in $(seq 60); do
        mkdir "$R/tree/wide$directory"
        (cd "$R/tree/wide$directory" && touch $(seq 60))
      done
      """;

  private final TestFolder root = TestFolder.inMemory();

  @AfterEach
  void close() {
    root.close();
  }

  private Run shell(String script) {
    String defined = "E='" + Checkout.file("ephemera") + " tmpfiles'\nR='" + root.path() + "'\n";
    return Run.of(Map.of("PATH", Checkout.PATH), List.of("sh", "-euc", defined + script));
  }

  @ParameterizedTest
  @CsvSource({"--remove, R /tree, 450", "--clean, d /tree - - - 0, 450", "--remove, R /tree, 4000"})
  void fewerDescriptorsThanAllThreadsCouldUseSuffice(String option, String line, int descriptors) {
    assertThat(shell(BUILD).exitCode()).isZero();

    Run run =
        shell("ulimit -n " + descriptors + "\n$E " + option + " --root=$R --inline '" + line + "'");

    assertThat(run).isEqualTo(new Run(0, "", ""));
    String left = Tree.describe(root.path());
    assertThat(left).isEqualTo(option.equals("--clean") ? "tree/\n" : "");
  }
}
