// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/**
 * Operations of root in directories in which another user keeps exchanging a directory and a link
 * to a victim. Each attack is shown to succeed against code without the guard.
 */
abstract class AttackTestCase extends FsTestCase {
  private static final int LEAST = 3000;
  private static final int MOST = 1_000_000;
  static final String NOBODY = Attacker.UID + ":" + Attacker.UID;
  static final String VICTIM = "victim/ 0700\nvictim/f 0600 \"secret\"\nvictim/sub/\n";

  int done;
  int refused;
  boolean hit;

  AttackTestCase() {
    super(TestFolder.inMemory());
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root");
  }

  /** One try, which increments {@link #done} or {@link #refused}, or records a hit. */
  interface Try {
    void once(int number) throws IOException;
  }

  /**
   * Tries until both outcomes of the race were seen several times, and at least {@link #LEAST}
   * times.
   */
  final void guarded(Path one, Path other, Try attempt) throws IOException {
    String victim = Tree.describe(path("victim"));
    try (Attacker attacker = Attacker.exchanging(one, other)) {
      for (int i = 0; !hit && (i < LEAST || refused < 5 || done < 5); i++) {
        assertThat(i).as("%d done, %d refused", done, refused).isLessThan(MOST);
        attempt.once(i);
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(hit).isFalse();
    assertThat(Tree.describe(path("victim"))).isEqualTo(victim);
  }

  /** Tries until the victim is hit. */
  final void unguarded(Path one, Path other, Try attempt) throws IOException {
    try (Attacker attacker = Attacker.exchanging(one, other)) {
      for (int i = 0; !hit; i++) {
        assertThat(i).as("the attack has not succeeded").isLessThan(MOST);
        attempt.once(i);
      }
      assertThat(attacker.stop()).isPositive();
    }
  }

  final void count(boolean success) {
    if (success) {
      done++;
    } else {
      refused++;
    }
  }
}
