// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AttackerTest {
  private static final String TREE = "home/ 0755 65534:65534\nhome/a/ 65534:65534\nhome/b => ..\n";

  @Test
  void namesAreExchangedAndAtTheEndAsBefore() {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (TestFolder folder = TestFolder.with(TREE)) {
      String before = Tree.describe(folder.path());
      Path home = folder.path().resolve("home");
      boolean[] seen = new boolean[2];
      try (Attacker attacker = Attacker.exchanging(home.resolve("a"), home.resolve("b"))) {
        while (!seen[0] || !seen[1]) {
          seen[Files.isSymbolicLink(home.resolve("a")) ? 1 : 0] = true;
        }
        assertThat(attacker.stop()).isPositive().isEven();
      }
      assertThat(Tree.describe(folder.path())).isEqualTo(before);
    }
  }
}
