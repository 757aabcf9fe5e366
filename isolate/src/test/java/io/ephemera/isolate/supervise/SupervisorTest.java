// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process that stays, in a virtual machine without a compiled handler. What the handler does is
 * tried with the built program.
 */
class SupervisorTest {
  private static final List<String> ALONE = List.of();

  /** As the first process of a pid namespace, as in a container. */
  private static final List<String> FIRST =
      List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  private record Result(int status, String output) {}

  /** Runs a script of sh(1) in the folder, supervised, and reads until all writers have ended. */
  private Result supervise(List<String> within, String how, String script)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(within);
    command.addAll(
        JavaProgram.of(
                SupervisorMain.class,
                "io.ephemera.process.ChildProcess",
                "io.ephemera.fs.Bytes",
                "io.ephemera.linux.errno.Errno",
                "io.ephemera.isolate.plan.Supervision")
            .command(how, "/bin/sh", "-c", script));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static List<String> within(String place) {
    assumeTrue(
        place.equals("alone") || (TestUser.isRoot() && TestUser.mayMount()),
        "needs root that may create namespaces");
    return place.equals("alone") ? ALONE : FIRST;
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, 0",
    "exit 7, 7",
    "exit 126, 126",
    "exit 127, 127",
    "kill -KILL $$, 137",
    "kill -TERM $$, 143"
  })
  void theStatusIsThatOfTheCommand(String script, int status) throws Exception {
    assertThat(supervise(ALONE, "WAIT", script)).isEqualTo(new Result(status, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "first"})
  void itEndsAfterTheLastDescendant(String place) throws Exception {
    String script =
        """
        main=$$
        (setsid sh -c "while [ -e /proc/$main ]; do sleep 0.01; done; echo orphan" & )
        exit 7
        """;
    List<String> andSaysSo = List.of("sh", "-c", "\"$@\"; echo end $?", "sh");
    List<String> within = new ArrayList<>(andSaysSo);
    within.addAll(within(place));

    assertThat(supervise(within, "WAIT", script)).isEqualTo(new Result(0, "orphan\nend 7\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "first"})
  void orphansBecomeItsChildrenAndAreReaped(String place) throws Exception {
    String script =
        """
        mkfifo known
        (sh -c 'echo $$ >known; exec sh -c "read line <known"' & )
        read orphan <known
        while ! grep -qx "PPid:.$PPID" /proc/$orphan/status; do sleep 0.01; done
        echo >known
        while [ -e /proc/$orphan ]; do sleep 0.01; done
        echo reaped
        """;

    assertThat(supervise(within(place), "WAIT", script)).isEqualTo(new Result(0, "reaped\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "first"})
  void theRestIsAskedToEnd(String place) throws Exception {
    String script =
        """
        mkfifo ready
        (setsid sh -c 'trap "echo asked; exit" TERM; echo >ready; while :; do :; done' & )
        read line <ready; exit 7
        """;

    assertThat(supervise(within(place), "KILL", script)).isEqualTo(new Result(7, "asked\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone", "first"})
  void theRestIsKilledIfItDoesNotEnd(String place) throws Exception {
    String script =
        """
        mkfifo ready
        (setsid sh -c 'trap "" TERM; echo >ready; while :; do sleep 0.01; done' & )
        read line <ready; exit 7
        """;

    assertThat(supervise(within(place), "KILL_AT_ONCE", script)).isEqualTo(new Result(7, ""));
  }

  @Test
  void aStoppedProcessOfTheRestEndsToo() throws Exception {
    String script =
        """
        mkfifo known
        (sh -c 'echo $$ >known; kill -STOP $$; while :; do sleep 0.01; done' & )
        read stopped <known
        while ! grep -q '^State:.T' /proc/$stopped/status; do sleep 0.01; done
        exit 7
        """;

    assertThat(supervise(ALONE, "KILL", script)).isEqualTo(new Result(7, ""));
  }

  @Test
  void aProcessThatIsNotADescendantIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      assertThat(supervise(ALONE, "KILL_AT_ONCE", "sleep 1000 & exit 7"))
          .isEqualTo(new Result(7, ""));
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void anIgnoredEndOfChildrenDoesNotHideTheStatus() throws Exception {
    List<String> ignoring = List.of("sh", "-c", "trap '' CHLD; exec \"$@\"", "sh");

    assertThat(supervise(ignoring, "WAIT", "exit 7")).isEqualTo(new Result(7, ""));
  }

  @Test
  void aCommandThatAsksForASignalAtTheEndOfItsParentLives() throws Exception {
    String script = "exec setpriv --pdeathsig KILL sh -c 'sleep 0; echo lives; exit 7'";

    assertThat(supervise(ALONE, "WAIT", script)).isEqualTo(new Result(7, "lives\n"));
  }

  @Test
  void whenTheStartCannotBeRecordedItEndsAfterTheCommand() throws Exception {
    Process made =
        new ProcessBuilder("mkfifo", folder.path().resolve("fails-when-ready").toString()).start();
    assertThat(made.waitFor()).isZero();
    String script =
        """
        trap '' TERM
        echo >fails-when-ready
        while [ -e /proc/$PPID ]; do sleep 0.01; done
        echo alone
        """;

    assertThat(supervise(ALONE, "KILL_AT_ONCE", script).output())
        .contains("told in vain")
        .doesNotContain("alone");
  }
}
