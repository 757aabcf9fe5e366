// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.report.Outcome;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Tmpfiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A way that an unprivileged user made to what is root's is refused by every operation; the same
 * way, made by root, is gone.
 */
class UnsafeWayTest {
  /** What is root's, and stands at the end of the way. */
  private static final String VICTIM =
      """
      AT/ @20d
      AT/d/ @20d
      AT/d/e/ @20d
      AT/d/e/f @20d "secret"
      AT/d/f @20d "secret"
      AT/file @20d "secret"
      AT/h @20d "secret"
      AT/x 0700 @20d "secret"
      """;

  /** The ways; {@code OWNER} is the attacker or root. */
  enum Way {
    A_LINK(
        """
        home/ OWNER @20d
        home/way => ../victim OWNER
        """,
        "victim"),
    AN_ABSOLUTE_LINK(
        """
        home/ OWNER @20d
        home/way => /victim OWNER
        """,
        "victim"),
    A_DIRECTORY(
        """
        home/ OWNER @20d
        """,
        "home/way");

    private final String way;
    private final String victim;

    Way(String way, String victim) {
      this.way = way;
      this.victim = victim;
    }

    String tree(int owner) {
      String source = "source/\nsource/copied \"x\"\n";
      return (way + source + VICTIM.replace("AT", victim)).replace("OWNER", owner + ":" + owner);
    }
  }

  /** What each way looks like before anything is done: it costs a process to see. */
  private static final Map<Way, String> BEFORE = new EnumMap<>(Way.class);

  private static final String CREATE =
      """
      f /home/way/new 0666 - - - x
      f /home/way/file 0666 - - - x
      f+ /home/way/file - - - - x
      f= /home/way/d - - - - x
      F /home/way/file - - - - x
      w /home/way/file - - - - x
      w+ /home/way/file - - - - x
      w /home/way/*/f - - - - x
      d /home/way/new
      d /home/way/d 0777
      D /home/way/new
      v /home/way/new
      q /home/way/new
      Q /home/way/new
      e /home/way/d 0777
      e /home/*/d 0777
      p /home/way/new
      p+ /home/way/file
      L /home/way/new - - - - /etc
      L+ /home/way/file - - - - /etc
      L? /home/way/new - - - - /source
      c /home/way/new - - - - 1:3
      b+ /home/way/d - - - - 7:0
      C /home/way/new - - - - /source
      C+ /home/way/d - - - - /source
      f /home/way/a/b/new
      d /home/way/a/b/new
      d= /home/way/file/new
      D /home/way/a/b/new
      p /home/way/a/b/new
      L /home/way/a/b/new - - - - /etc
      c /home/way/a/b/new - - - - 1:3
      C /home/way/a/b/new - - - - /source
      C /new - - - - /home/way/d
      z /home/way/file 0777
      z /home/way/file - 65534
      m /home/way/file 0777
      Z /home/way/d 0777
      Z /home/*/d - 65534
      t /home/way/file - - - - user.a=b
      T /home/way/d - - - - user.a=b
      a /home/way/file - - - - u:65534:rw
      a+ /home/way/file - - - - u:65534:rw
      A /home/way/d - - - - u:65534:rwX
      A+ /home/way/d - - - - u:65534:rwX
      """;
  private static final String CLEAN =
      """
      d /home/way/d - - - mM:10d
      D /home/way/d - - - mM:10d
      e /home/way/d - - - mM:10d
      e /home/*/d - - - mM:10d
      v /home/way/d - - - mM:10d
      q /home/way/d - - - mM:10d
      Q /home/way/d - - - mM:10d
      C /home/way/d - - - mM:10d /source
      x /home/way/d - - - mM:10d
      R /home/way/d - - - mM:10d
      r /home/way/file - - - mM:10d
      """;
  private static final String REMOVE =
      """
      r /home/way/file
      r /home/way/d/e/f
      r /home/*/file
      r /home/way/{file,h}
      R /home/way/d
      R /home/way/file
      R /home/way/*
      D /home/way/d
      """;

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root: the way has two owners");
  }

  static Stream<Arguments> operations() {
    List<Arguments> rows = new ArrayList<>();
    for (Way way : Way.values()) {
      CREATE.lines().forEach(line -> rows.add(Arguments.of(way, "--create", line)));
      CLEAN.lines().forEach(line -> rows.add(Arguments.of(way, "--clean", line)));
      REMOVE.lines().forEach(line -> rows.add(Arguments.of(way, "--remove", line)));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @MethodSource("operations")
  void aWayOfAnUnprivilegedUserIsRefusedThatOfRootIsNot(Way way, String flag, String line) {
    String tree = below("attack/", way.tree(Attacker.UID)) + below("root/", way.tree(0));
    try (TestFolder folder = TestFolder.with(tree)) {
      String before = BEFORE.computeIfAbsent(way, any -> Tree.describe(folder.path()));
      EngineRun attacked = run(folder, "attack", flag, line);
      EngineRun safe = run(folder, "root", flag, line);
      String after = Tree.describe(folder.path());

      assertThat(only("attack/", after)).isEqualTo(only("attack/", before));
      assertThat(attacked.outcomes()).isNotEmpty().allMatch(Outcome.Refused.class::isInstance);
      assertThat(attacked.result()).isEqualTo(Tmpfiles.Result.FAILED_STEPS);

      assertThat(only("root/", after)).isNotEqualTo(only("root/", before));
      assertThat(safe.outcomes()).noneMatch(Outcome.Refused.class::isInstance);
      assertThat(safe.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    }
  }

  private static EngineRun run(TestFolder folder, String root, String flag, String line) {
    return EngineRun.of(folder.path().resolve(root), List.of(line), List.of(flag));
  }

  private static String below(String directory, String tree) {
    return tree.lines().map(line -> directory + line + "\n").collect(joining());
  }

  private static String only(String directory, String tree) {
    return tree.lines().filter(line -> line.startsWith(directory)).collect(joining("\n"));
  }
}
