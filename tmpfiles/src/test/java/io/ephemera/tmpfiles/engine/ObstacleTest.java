// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.Tmpfiles.Result;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be looked at, entered or changed costs nothing else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObstacleTest {
  private static final String TREE =
      "t/\nt/a/\nt/a/m/\nt/a/old @20d\nt/d/\nt/d/old @20d\nt/old @20d\n";
  private static final String LEFT = "t/\nt/a/\nt/a/m/\n";

  private final TestFolder root = TestFolder.create();

  @AfterEach
  void close() {
    root.close();
  }

  private static void needFuse() {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs FUSE");
  }

  private EngineRun run(MountNamespace namespace, List<String> lines, String... flags) {
    return EngineRun.of(namespace.path(root.path()), lines, List.of(flags));
  }

  @Test
  void cleaningKeepsAMountThatHidesItselfAndCleansTheRest() {
    needFuse();
    Tree.build(TREE, root.path());
    try (MountNamespace namespace = FuseMount.hidden("t/a/m", root.path())) {
      EngineRun run = run(namespace, List.of("d /t - - - 0"), "--clean");
      assertThat(run.result()).isEqualTo(Result.SUCCESS);
      assertThat(run.said())
          .contains("skipped remove /t/a/m: something is mounted there")
          .noneMatch(said -> said.contains("(!)"));
    }
    assertThat(Tree.describe(root.path())).isEqualTo(LEFT);
  }

  @Test
  void removingReportsAMountThatNeverAnswersAndRemovesTheRest() {
    needFuse();
    Tree.build(TREE, root.path());
    try (MountNamespace namespace = FuseMount.silent("t/a/m", root.path())) {
      EngineRun run = run(namespace, List.of("R /t"), "--remove");
      assertThat(run.result()).isEqualTo(Result.SUCCESS);
      assertThat(run.said()).contains("skipped remove /t/a/m: something is mounted there");
    }
    assertThat(Tree.describe(root.path())).isEqualTo(LEFT);
  }

  /** Below a file system that is asked for up-to-date attributes, as on a network. */
  @Test
  void aMountThatNeverAnswersIsNotAskedBelowAFileSystemThatIs() {
    assumeTrue(PassthroughMount.missing() == null, () -> "" + PassthroughMount.missing());
    try (PassthroughMount mount = PassthroughMount.in(root.path(), List.of())) {
      Tree.build(TREE, mount.path());
      try (MountNamespace namespace = FuseMount.silent("t/a/m", mount.path())) {
        Path seen = namespace.path(mount.path());
        EngineRun run = EngineRun.of(seen, List.of("R /t"), List.of("--remove"));
        assertThat(run.result()).isEqualTo(Result.SUCCESS);
        assertThat(run.said()).contains("skipped remove /t/a/m: something is mounted there");
      }
      assertThat(Tree.describe(mount.path())).isEqualTo(LEFT);
    }
  }

  /** As a file that its server or its disk has lost. */
  @Test
  void cleaningKeepsAnEntryThatCannotBeLookedAtAndCleansTheRest() {
    assumeTrue(PassthroughMount.missing() == null, () -> "" + PassthroughMount.missing());
    try (PassthroughMount mount = PassthroughMount.in(root.path(), List.of("unseen=lost"))) {
      Path backing = root.path().resolve("backing");
      Tree.build("t/\nt/a/\nt/a/lost\nt/a/old\nt/old\n", backing);
      EngineRun run = EngineRun.of(mount.path(), List.of("d /t - - - 0"), List.of("--clean"));
      assertThat(run.result()).isEqualTo(Result.SUCCESS);
      assertThat(run.said())
          .contains("skipped remove /t/a/lost: cannot look at it: Input/output error (!)");
      assertThat(Tree.describe(backing)).isEqualTo("t/\nt/a/\nt/a/lost\n");
    }
  }

  @Test
  void anExcludedMountIsNotLookedAt() {
    needFuse();
    Tree.build(TREE, root.path());
    try (MountNamespace namespace = FuseMount.hidden("t/a/m", root.path())) {
      EngineRun run = run(namespace, List.of("D /t", "x /t/a/m"), "--remove");
      assertThat(run.result()).isEqualTo(Result.SUCCESS);
      assertThat(run.said()).contains("skipped remove /t/a/m: the pattern of a line matches it");
    }
    assertThat(Tree.describe(root.path())).isEqualTo(LEFT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Z /t 0700             | change-mode | 0700
          T /t - - - - user.a=b | set-xattr   | user.a
          A /t - - - - u:4711:r | set-acl     | system.posix_acl_access
          """)
  void whatIsBelowADirectoryThatCannotBeChangedIsChanged(
      String line, String operation, String detail) {
    assumeTrue(TestUser.isRoot(), "needs root: file attributes are changed");
    Tree.build("t/\nt/d/ 0755\nt/d/e/ 0755\nt/d/e/f 0644\nt/z 0644\n", root.path());
    EngineRun mark =
        EngineRun.of(root.path(), List.of("h /t - - - - +i", "h /t/d - - - - +i"), create());
    assumeTrue(
        mark.said().stream().allMatch(said -> said.startsWith("done ")),
        "the file system has no file attributes");
    try {
      EngineRun run = EngineRun.of(root.path(), List.of(line), create());
      assertThat(run.result()).isEqualTo(Result.FAILED_STEPS);
      assertThat(run.said())
          .containsExactlyInAnyOrder(
              "=> FAILED_STEPS",
              "failed " + operation + " /t: EPERM",
              "failed " + operation + " /t/d: EPERM",
              "done " + operation + " /t/d/e " + detail,
              "done " + operation + " /t/d/e/f " + detail,
              "done " + operation + " /t/z " + detail);
    } finally {
      EngineRun.of(root.path(), List.of("h /t - - - - -i", "h /t/d - - - - -i"), create());
    }
  }

  private static List<String> create() {
    return List.of("--create");
  }

  @Test
  void aLineThatChangesNothingLooksAtNothingBelow() {
    needFuse();
    Tree.build(TREE, root.path());
    try (MountNamespace namespace = FuseMount.hidden("t/a/m", root.path())) {
      EngineRun nothing = run(namespace, List.of("Z /t - - -"), "--create");
      assertThat(nothing.said()).isEmpty();
      EngineRun something = run(namespace, List.of("Z /t 0755"), "--create");
      assertThat(something.said()).contains("failed change-mode /t/a/m: EACCES");
    }
  }

  /** Has too little memory for the outcome of one path. */
  private static final class Exhausted implements Tmpfiles.Listener {
    private boolean again;

    @Override
    public void problem(Problem problem) {}

    @Override
    public void outcome(Outcome outcome) {
      if (!again && outcome.step().path().endsWith("/t/exhausting")) {
        again = true;
        throw new OutOfMemoryError("none left");
      }
    }
  }

  @Test
  void anErrorInOneLineDoesNotUndoTheOthers() throws IOException {
    Tree.build("t/\n", root.path());
    Request request =
        new Request(
            Set.of(Request.Flag.CREATE),
            Request.Scope.below(BytePath.of(root.path().toString())),
            Request.Sources.lines(
                List.of(Bytes.utf8("d /t/exhausting"), Bytes.utf8("d /t/other"))));
    RunEnvironment environment =
        new RunEnvironment(
            name -> null, () -> Bytes.EMPTY, () -> 1, new Progress(Throttle.unlimited()));
    Result result = new Tmpfiles(request, environment, new Exhausted()).run();
    assertThat(result).isEqualTo(Result.FAILED_STEPS);
    assertThat(root.path().resolve("t/other")).isDirectory();
  }
}
