// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command finds, which took the place of a virtual machine or was started by it. */
class TakeoverTest {
  private static final String USER = "as=65534:65534:65534";

  private final TestFolder folder = TestFolder.create();
  private final JavaProgram program = Started.programIn(folder);

  @AfterEach
  void remove() {
    folder.close();
  }

  private Started.Launch launch() {
    return new Started.Launch(program);
  }

  @Test
  void commandHasThePidOfTheProgram() throws Exception {
    Started started = launch().run("--", "sh", "-c", "echo $$; ls /proc/$$/task | wc -l");
    assertThat(started.said()).isEqualTo(started.pid() + "\n1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void exitStatusIsThatOfTheCommand(String start) throws Exception {
    assertThat(launch().run(start, "--", "sh", "-c", "exit 7").status()).isEqualTo(7);
  }

  /** Descriptors 5 and 6 are the caller's, and 3 and 4 are passed by a service manager. */
  @ParameterizedTest
  @CsvSource({
    "descriptors=USUAL, '', 0 1 2 3 4 5 6",
    "descriptors=KEEP, '', 0 1 2 3 4 5 6",
    "descriptors=CLOSE, '', 0 1 2",
    "descriptors=CLOSE, LISTEN_PID=$$ LISTEN_FDS=2, 0 1 2 3 4",
    "descriptors=CLOSE, LISTEN_PID=1 LISTEN_FDS=2, 0 1 2",
    "descriptors=CLOSE, LISTEN_PID=$$ LISTEN_FDS=900, 0 1 2 3 4 5 6",
    "descriptors=CLOSE, LISTEN_PID=$$ LISTEN_FDS=-1, 0 1 2",
    "descriptors=CLOSE, LISTEN_FDS=2, 0 1 2",
  })
  void descriptorsAreThoseOfTheCaller(String policy, String variables, String expected)
      throws Exception {
    assertThat(descriptors(variables, policy, "--")).isEqualTo(expected);
    assertThat(descriptors(variables, policy, "start=child", "--")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "descriptors=USUAL, '', 0 1 2",
    "descriptors=USUAL, LISTEN_PID=$$ LISTEN_FDS=2, 0 1 2 3 4",
    "descriptors=KEEP, '', 0 1 2 3 4 5 6",
  })
  void anotherUserGetsNoDescriptorByChance(String policy, String variables, String expected)
      throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    assertThat(descriptors(variables, USER, policy, "--")).isEqualTo(expected);
  }

  /**
   * The shell opens none of its own, and closes what it was given by mistake. Jars of the copied
   * class path, which the program's image does not have, are left out.
   */
  private String descriptors(String variables, String... options)
      throws IOException, InterruptedException {
    String open =
        "for f in 7 8 9 10 11 12 13 14 15; do eval \"exec $f>&-\"; done;"
            + " exec 3</dev/null 4</dev/null 5</dev/null 6</dev/null; "
            + (variables.isEmpty() ? "" : "export " + variables + "; ")
            + "exec \"$@\"";
    String[] words = Arrays.copyOf(options, options.length + 3);
    words[options.length] = "perl";
    words[options.length + 1] = "-e";
    words[options.length + 2] =
        "print join ' ', grep { my $to = readlink \"/proc/self/fd/$_\";"
            + " defined $to && $to !~ m{/classes[0-9]+$} } 0..99";
    return launch().under("bash", "-c", open, "bash").run(words).said();
  }

  @Test
  void handleToKeepIsPassed() throws Exception {
    Path file = Files.writeString(folder.path().resolve("kept"), "", StandardCharsets.US_ASCII);
    Started started =
        launch()
            .run("descriptors=CLOSE", "pass=" + file, "--", "sh", "-c", "readlink /proc/$$/fd/*");
    assertThat(started.said().lines()).contains(file.toString());
  }

  /**
   * SIGPIPE and SIGXFSZ are handled, and SIGQUIT is blocked, by the virtual machine. The highest
   * bits are those of the C library's own signals, which the caller of the test may ignore.
   */
  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void signalsAreThoseOfTheCaller(String start) throws Exception {
    String set =
        """
        use POSIX;
        $SIG{$_} = 'DEFAULT' for 'HUP', 'INT', 'QUIT', 'TERM';
        $SIG{$_} = 'IGNORE' for 'PIPE', 'XFSZ', 'USR1';
        sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGUSR2, SIGTERM));
        exec @ARGV;
        """;
    String show = "s/^Sig(Blk|Ign):\\s*.{9}/\\1 /p";
    Started started =
        launch()
            .under("perl", "-e", set)
            .withProperty("ephemera.ignored", "%d".formatted(0x1001200))
            .run(start, "--", "sed", "-nE", show, "/proc/self/status");
    assertThat(started.said()).isEqualTo("Blk 0004800\nIgn 1001200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void callerMayIgnoreTheEndOfChildren(String start) throws Exception {
    Started started =
        launch()
            .under("perl", "-e", "$SIG{CHLD} = 'IGNORE'; exec @ARGV")
            .withProperty("ephemera.ignored", "%d".formatted(0x10000))
            .run(start, "--", "sh", "-c", "exit 7");
    assertThat(started.status()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "nosuchprogram, 127, cannot run nosuchprogram: there is no such program in the directories of"
        + " PATH",
    "/nosuch/program, 127, cannot run /nosuch/program: there is no such program",
    "'', 127, cannot run",
    "/etc/passwd, 126, cannot run /etc/passwd: Permission denied",
    "/etc, 126, cannot run /etc: Permission denied",
  })
  void programThatCannotBeRunIsReported(String program, int status, String message)
      throws Exception {
    for (String start : new String[] {"start=exec", "start=child"}) {
      Started started = launch().run(start, "--", program);
      assertThat(started.said()).startsWith(message);
      assertThat(started.status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void scriptWithoutInterpreterLineIsRunByTheShell(String start) throws Exception {
    Path script = folder.path().resolve("script");
    Files.writeString(script, "echo \"$0 $*\"\n", StandardCharsets.US_ASCII);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Started started =
        launch()
            .under("env", "PATH=/nosuch:" + folder.path() + ":/usr/bin:/bin")
            .run(start, "--", "script", "a b", "c");
    assertThat(started.said()).isEqualTo(script + " a b c");
  }

  /** As execvp(3): a file that may not be executed hides none in a later directory. */
  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void laterDirectoriesAreSearched(String start) throws Exception {
    Files.writeString(folder.path().resolve("echo"), "", StandardCharsets.US_ASCII);
    Started started =
        launch()
            .under("env", "PATH=/etc/passwd:" + folder.path() + ":/usr/bin:/bin")
            .run(start, "--", "echo", "found");
    assertThat(started.said()).isEqualTo("found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start=exec", "start=child"})
  void aServiceManagerMeansTheCommand(String start) throws Exception {
    String manage = "LISTEN_PID=$$ LISTEN_FDS=0 WATCHDOG_PID=1 exec \"$@\"";
    String show = "[ $LISTEN_PID = $$ ] && echo $LISTEN_FDS $WATCHDOG_PID \"$1\"; exit 7";
    Started started =
        launch().under("sh", "-c", manage, "sh").run(start, "--", "sh", "-c", show, "sh", "a b");
    assertThat(started.said()).isEqualTo("0 1 a b");
    assertThat(started.status()).isEqualTo(7);
  }

  /** Signals 32 and 33, which posix_spawn(3) of glibc ignores in a child if nothing is said. */
  @Test
  void aChildIgnoresNoSignalOfTheLibrary() throws Exception {
    Started started =
        launch().run("start=child", "--", "sed", "-nE", "s/^SigIgn:\\s*//p", "/proc/self/status");
    assertThat(Long.parseUnsignedLong(started.said(), 16) >>> 31 & 3).isZero();
  }
}
