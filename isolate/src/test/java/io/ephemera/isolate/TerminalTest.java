// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command of another user that tries to type into the terminal of the caller. */
class TerminalTest {
  private static final String USER = "as=65534:65534:65534";
  private static final String LEGACY = "/proc/sys/dev/tty/legacy_tiocsti";

  private final TestFolder folder = TestFolder.create();
  private final JavaProgram program = Started.programIn(folder);

  @BeforeEach
  void needsInjection() throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root and CAP_SYS_ADMIN");
    Path legacy = Path.of(LEGACY);
    assumeTrue(
        !Files.exists(legacy) || Files.readString(legacy).startsWith("1"),
        "needs a kernel that allows TIOCSTI");
    for (String script : List.of("pty.pl", "inject.pl")) {
      try (InputStream in = TerminalTest.class.getResourceAsStream(script)) {
        Files.write(folder.path().resolve(script), Objects.requireNonNull(in).readAllBytes());
      }
    }
  }

  @AfterEach
  void remove() {
    folder.close();
  }

  private String[] inTerminal(String streams, String... more) {
    List<String> words =
        new ArrayList<>(List.of("perl", folder.path().resolve("pty.pl").toString(), streams));
    words.addAll(Arrays.asList(more));
    return words.toArray(new String[0]);
  }

  private String[] injection(String... before) {
    List<String> words = new ArrayList<>(Arrays.asList(before));
    words.addAll(
        List.of(
            "--", "perl", folder.path().resolve("inject.pl").toString(), "plain", "high", "size"));
    return words.toArray(new String[0]);
  }

  /** What is typed appears as its echo, {@code ^B}. */
  private static String lines(Started started) {
    return started.said().replace("\r", "").replace("^B", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void filterDeniesIt(String streams) throws Exception {
    Started started = new Started.Launch(program).under(inTerminal(streams)).run(injection(USER));
    assertThat(lines(started)).isEqualTo("plain 1\nhigh 1\nsize ok");
  }

  @Test
  void commandOfTheSameUserMayDoIt() throws Exception {
    Started started = new Started.Launch(program).under(inTerminal("all")).run(injection());
    assertThat(lines(started)).isEqualTo("plain ok\nhigh ok\nsize ok");
  }

  /**
   * A program in a group of the session, and one that leads a group, as in an interactive shell.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-c", "-mc"})
  void withoutAFilterTheTerminalIsLeft(String shell) throws Exception {
    Started started = withoutFilter(shell, USER);
    assertThat(lines(started))
        .startsWith("the terminal cannot be protected")
        .endsWith("no terminal");
  }

  @Test
  void withoutAFilterAChildGetsASession() throws Exception {
    Started started = withoutFilter("-c", USER, "start=child");
    assertThat(lines(started))
        .startsWith("the terminal cannot be protected")
        .endsWith("no terminal");
  }

  private Started withoutFilter(String shell, String... options) throws Exception {
    String run = "setpriv --bounding-set=-sys_admin \"$@\"; exit $?";
    return new Started.Launch(program)
        .under(inTerminal("all", "sh", shell, run, "sh"))
        .run(injection(options));
  }

  @Test
  void withoutATerminalThereIsNoFilter() throws Exception {
    Started.Launch launch = new Started.Launch(program).under("setsid", "--wait");
    Started other = launch.run(USER, "--", "grep", "Seccomp", "/proc/self/status");
    Started same = launch.run("--", "grep", "Seccomp", "/proc/self/status");
    assertThat(other.said()).startsWith("Seccomp").isEqualTo(same.said());
  }

  /** As the first program of a container with a terminal. */
  @Test
  void withoutAFilterTheLeaderOfTheSessionLeavesItsTerminal() throws Exception {
    Started.Launch launch =
        new Started.Launch(program)
            .under(inTerminal("all", "setpriv", "--bounding-set=-sys_admin"));
    assertThat(lines(launch.run(injection(USER))))
        .startsWith("the terminal cannot be protected")
        .endsWith("no terminal");
  }
}
