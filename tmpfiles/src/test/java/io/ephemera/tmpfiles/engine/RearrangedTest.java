// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Tmpfiles.Result;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run itself changed on the way counts for the lines that follow. */
class RearrangedTest {
  private final TestFolder root = TestFolder.create();

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void directoryThatALineGaveAwayLeadsNoLaterLineToWhatIsRoots() {
    assumeTrue(TestUser.isRoot(), "needs root: owners are changed");
    Tree.build("t/\nt/a 0644\nt/b 0644\n", root.path());

    EngineRun run =
        EngineRun.of(
            root.path(),
            List.of("z /?/a 0600", "z /t - 65534", "z /t/b 0600"),
            List.of("--create"));

    assertThat(run.result()).isEqualTo(Result.FAILED_STEPS);
    assertThat(run.said())
        .contains("done change-mode /t/a 0600", "refused change-mode /t/b")
        .noneMatch(said -> said.startsWith("done change-mode /t/b"));
  }

  @Test
  void directoryThatALineRemovedIsMadeAgainByAnother() {
    Tree.build("t/\nt/a/\nt/a/old\n", root.path());

    EngineRun run =
        EngineRun.of(
            root.path(),
            List.of("R /t/a", "d /t/a", "f /t/a/new"),
            List.of("--remove", "--create"));

    assertThat(run.result()).isEqualTo(Result.SUCCESS);
    assertThat(root.path().resolve("t/a/new")).exists();
    assertThat(root.path().resolve("t/a/old")).doesNotExist();
  }
}
