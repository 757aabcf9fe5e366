// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.report.Outcome;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An attacker exchanges his directory with a link to what is root's, as fast as he can, while lines
 * for paths below it are carried out again and again.
 *
 * <p>The same attack on a walk that checks before it acts, by path, shows that it would succeed.
 */
class RaceTest {
  private static final String USER = Attacker.UID + ":" + Attacker.UID;
  private static final String TREE =
      """
      home/ USER
      home/dir/ USER
      home/dir/d/ USER
      home/dir/d/f USER
      home/dir/file USER
      home/link => ../victim USER
      source/
      source/copied "x"
      source/d/
      source/d/e "x"
      victim/ @20d
      victim/d/ @20d
      victim/d/f @20d "secret"
      victim/file @20d "secret"
      """
          .replace("USER", USER);
  private static final int REPETITIONS = 2000;
  private static final long MOST_MILLIS = 8000;

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root: the attacker is another user");
  }

  /** How often the attacker's directory was met, and how often his link. */
  private static final class Met {
    int directory;
    int link;

    boolean isEnough() {
      return directory + link >= REPETITIONS && directory > 0 && link > 0;
    }

    void count(List<Outcome> outcomes) {
      boolean refused = outcomes.stream().anyMatch(Outcome.Refused.class::isInstance);
      link += refused ? 1 : 0;
      directory += refused ? 0 : 1;
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --create --remove | r /home/dir/file; f /home/dir/file 0666 65534 65534 - x
          --create --remove | R /home/dir/d; d /home/dir/d 0777 65534 65534
          --create --remove | r /home/dir/l; L /home/dir/l - 65534 65534 - x
          --create --remove | R /home/dir/d; C /home/dir/d 0777 65534 65534 - /source
          --create --clean  | C+ /home/dir/d 0777 65534 65534 0 /source
          --create --clean  | C+ /home/dir/d - 65534 65534 - /source; e /home/d*/d - - - 0
          --create          | F /home/dir/file 0666 65534 65534 - x
          --create          | w /home/dir/file - - - - x
          --create          | z /home/dir/file 0666 65534 65534
          --create          | Z /home/dir/d 0777 65534 65534
          --create          | A /home/dir/d - - - - u:65534:rwx
          --create          | T /home/dir/d - - - - user.note=x
          """)
  void nothingOfRootIsTouchedWhicheverTheAttackerShows(String flags, String lines) {
    try (TestFolder folder = TestFolder.with(TREE)) {
      String victim = Tree.describe(folder.path().resolve("victim"));
      Met met = new Met();
      long swaps =
          attack(
              folder.path(),
              () -> {
                met.count(carryOut(folder.path(), flags, lines));
                return met.isEnough();
              });

      assertThat(Tree.describe(folder.path().resolve("victim"))).isEqualTo(victim);
      assertThat(swaps).isPositive();
      assertThat(met.directory).as("runs that met the directory").isPositive();
      assertThat(met.link).as("runs that met the link").isPositive();
    }
  }

  private static List<Outcome> carryOut(Path root, String flags, String lines) {
    return EngineRun.of(root, List.of(lines.split("; ", -1)), List.of(flags.split(" ", -1)))
        .outcomes();
  }

  /** What is done against the attack, once. */
  private interface Step {
    /** Whether that is enough. */
    boolean run() throws IOException;
  }

  /** Repeats a step while the attack goes on: how often the names were exchanged meanwhile. */
  private static long attack(Path root, Step step) {
    Path home = root.resolve("home");
    try (Attacker attacker = Attacker.exchanging(home.resolve("dir"), home.resolve("link"))) {
      long end = System.nanoTime() + MOST_MILLIS * 1_000_000;
      boolean enough = false;
      while (!enough && System.nanoTime() < end) {
        enough = step.run();
      }
      return attacker.stop();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWalkThatChecksAPathAndThenUsesItIsLedAstray() {
    try (TestFolder folder = TestFolder.with(TREE)) {
      Path dir = folder.path().resolve("home/dir");
      Path fallen = folder.path().resolve("victim/new");
      long swaps =
          attack(
              folder.path(),
              () -> {
                if (!Files.isSymbolicLink(dir)) {
                  Files.writeString(dir.resolve("new"), "x");
                }
                return Files.exists(fallen);
              });

      assertThat(swaps).isPositive();
      assertThat(fallen).as("written where root's files are").exists();
    }
  }
}
