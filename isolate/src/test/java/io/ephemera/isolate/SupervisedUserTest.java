// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.process.Users;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command of another user, and the process that stays beside it. */
class SupervisedUserTest {
  private final TestFolder folder = TestFolder.create();
  private final Path starting = folder.path().resolve("starting");

  @BeforeEach
  void needsRoot() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    Files.createFile(starting);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private String supervise(String before, String command) throws Exception {
    return run(starting.toString(), before, command);
  }

  private String run(String... arguments) throws Exception {
    Process process =
        new ProcessBuilder(
                JavaProgram.of(
                        SupervisedUserMain.class,
                        "io.ephemera.isolate.Planner",
                        "io.ephemera.process.Users",
                        "io.ephemera.fs.Bytes",
                        "io.ephemera.linux.Fd")
                    .copiedTo(folder.path())
                    .command(arguments))
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + process.waitFor();
  }

  /** Asks kill(2), which judges by the thread that is named, whether it may send a signal. */
  @Test
  void theUserHasNoPowerOverAThreadOfIt() throws Exception {
    String reach =
        """
        for thread in /proc/$PPID/task/*; do
          kill -0 "${thread##*/}" 2>/dev/null && echo "reached $thread"
        done
        """;
    String awaitStart = "while [ -e starting ]; do sleep 0.01; done\n";
    assertThat(supervise("id -u", "id -u\n" + awaitStart + reach + "exit 7"))
        .isEqualTo("65534\n65534\n7");
  }

  @Test
  void onlyAnotherUserGetsNoDescriptors() {
    List<Bytes> command = List.of(Bytes.latin1("true"));
    int own = Users.effectiveUid();
    assertThat(LastSteps.keepsDescriptors(SupervisedUserMain.plan(own, command, command))).isTrue();
    assertThat(LastSteps.keepsDescriptors(SupervisedUserMain.plan(own + 1, command, command)))
        .isFalse();
  }

  @Test
  void aSignalEndsTheCommandThatComesBefore() throws Exception {
    String before =
        """
        trap 'echo asked; exit 3' TERM
        kill -TERM $PPID
        while [ -e /proc/$PPID ]; do sleep 0.01; done
        echo alone
        """;
    assertThat(run("become", before, "echo running"))
        .startsWith("asked\n")
        .doesNotContain("running");
  }
}
