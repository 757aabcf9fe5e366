// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ephemera temp} and {@code ephemera sweep}, run as users run them. */
class TempTest {
  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  /** Restores signals of the terminal, which a shell ignores for tests in the background. */
  private static final List<String> WITH_SIGNALS =
      List.of("perl", "-e", "$SIG{HUP} = $SIG{INT} = $SIG{QUIT} = 'DEFAULT'; exec @ARGV or die $!");

  private Run sh(String script) {
    return sh(Map.of(), script);
  }

  /** Runs a shell script in the folder, which is TMPDIR; $E is the program. */
  private Run sh(Map<String, String> more, String script) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(more);
    List<String> command = new ArrayList<>(WITH_SIGNALS);
    command.addAll(List.of("sh", "-uc", "cd " + folder.path() + "\n" + script));
    return Run.of(environment, command);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", Checkout.PATH,
        "TMPDIR", folder.path().toString(),
        "HOME", folder.path().toString(),
        "E", Checkout.file("ephemera").toString());
  }

  private Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(folder.path())) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  /** Options, the printed path with R for random letters, and the mode. */
  @ParameterizedTest(name = "temp {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                    | HERE/tmp.R{10}     | 600
          -d                    | HERE/tmp.R{10}     | 700
          --suffix=.pdf         | HERE/tmp.R{10}.pdf | 600
          -p sub                | sub/tmp.R{10}      | 600
          -psub aXXX            | sub/aR{3}          | 600
          -d aXXXXb             | aR{4}b             | 700
          sub/aXXX              | sub/aR{3}          | 600
          ./aXXX                | ./aR{3}            | 600
          -p . aXXX --suffix=.c | ./aR{3}.c          | 600
          -t aXXX               | HERE/aR{3}         | 600
          -p sub -t aXXX        | HERE/aR{3}         | 600
          --tmpdir aXXX         | HERE/aR{3}         | 600
          --tmpdir sub/aXXX     | HERE/sub/aR{3}     | 600
          --tmpdir=sub aXXX     | sub/aR{3}          | 600
          -- aXXX               | aR{3}              | 600
          -q -d                 | HERE/tmp.R{10}     | 700
          """)
  void filesAndDirectoriesAreCreatedAsByMktemp(String words, String printed, String mode) {
    Run run = sh("mkdir sub; umask 0; p=$($E temp " + words + ") && echo $p && stat -c %a $p");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .matches(
            printed.replace("HERE", folder.path().toString()).replace("R{", "[a-zA-Z0-9]{")
                + "\n"
                + mode
                + "\n");
  }

  @Test
  void aFreeNameIsPrintedAndNothingIsCreated() throws IOException {
    Run run = sh("$E temp -u; $E temp -d -u aXXX");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches(folder.path() + "/tmp\\.[a-zA-Z0-9]{10}\na[a-zA-Z0-9]{3}\n");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest(name = "temp {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aXX               | 64 | ephemera temp: too few X
          aXXX bXXX         | 64 | ephemera temp: expected one TEMPLATE
          -- true           | 64 | ephemera temp: too few X in template 'true': expected at least 3 in the name (a command requires -d)
          -- aXXX b         | 64 | ephemera temp: expected one TEMPLATE; to run a command: ephemera temp -d -- COMMAND...
          -t a/bXXX         | 64 | ephemera temp: with -t, TEMPLATE must be a name without a slash
          -d -u -- true     | 64 | ephemera temp: TEMPLATE, --suffix=, -t, -u and -q cannot be combined with a command
          -d --             | 64 | ephemera temp: expected a COMMAND after
          -d aXXX -- true   | 64 | ephemera temp: TEMPLATE, --suffix=, -t, -u and -q cannot be combined with a command
          -p                | 64 | ephemera temp: option '-p' requires a value: -p DIR
          -p / /aXXX        | 64 | ephemera temp: with -p, TEMPLATE must be a relative path
          -d --app=. -- true | 64 | ephemera temp: invalid application name
          -q -p open        | 73 | ''
          none/aXXX         | 73 | ephemera temp:
          -p open           | 73 | ephemera temp: HERE/open: is writable by any user and not sticky
          -d -p open -- true | 73 | ephemera temp: HERE/open: is writable by any user and not sticky: other users could
          -d -- none        | 127 | ephemera temp: run none: No such file or directory
          -d -- ./open      | 126 | ephemera temp: run ./open: Permission denied
          """)
  void anErrorHasItsMessageAndExitCode(String words, int code, String message) throws IOException {
    Run run = sh("mkdir -m 0777 open; chmod 0777 open; $E temp " + words);

    assertThat(run.err()).startsWith(message.replace("HERE", folder.path().toString()));
    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(names()).containsExactly("open");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true                     | 0
          exit 7                   | 7
          kill -9 $$               | 137
          kill -15 $$              | 143
          kill -2 $$               | 130
          touch $TMPDIR/f; exit 3  | 3
          mkdir -p $TMPDIR/a/b; chmod 0 $TMPDIR/a $TMPDIR | 0
          ln -s / $TMPDIR/l        | 0
          """)
  void theDirectoryIsRemovedAndTheExitCodeIsThatOfTheCommand(String script, int code)
      throws IOException {
    Run run = sh("$E temp -d -- sh -c '" + script + "'");

    assertThat(run).isEqualTo(new Run(code, "", ""));
    assertThat(names()).isEmpty();
  }

  @Test
  void theCommandHasItsArgumentsStreamsAndALockedPrivateDirectory() {
    String script =
        """
        cat >../script <<'END'
        stat -c '%a %F' "$TMPDIR"
        flock -n -x "$TMPDIR" echo free
        dirname "$TMPDIR"
        read line
        echo "$line $1 $2"
        END
        echo in | $E temp -d --app=shop -- sh ../script 'a b' --; code=$?
        rm ../script
        exit $code
        """;

    Run run = sh(script.replace("../script", folder.path() + "/script"));

    assertThat(run.out()).isEqualTo("700 directory\n" + folder.path() + "\nin a b --\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void theCommandHasTheEnvironmentOfTheCaller() {
    Map<String, String> more = new HashMap<>(Map.of("BYTES", "\u00e4", "LD_PRELOAD", "libc.so.6"));
    more.putAll(Map.of("home", "1", "image", "2", "options", "3", "self", "4", "built", "5"));
    more.putAll(Map.of("EPHEMERA_OUTER", "1", "EPHEMERA_OUTER_LD_PRELOAD", "libm.so.6"));
    for (String name : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      more.put(name, "-Da=b 'c'");
    }
    for (String name : List.of("CLASSPATH", "JDK_ALTERNATE_VM", "MALLOC_ARENA_MAX")) {
      more.put(name, "7");
    }

    String script =
        """
        env | grep -v ^TMPDIR= | sort >1
        $E temp -d -- env | grep -v ^TMPDIR= | sort >2
        diff 1 2
        """;

    Run run = sh(more, script);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(sh("$E temp -d -- env").out()).doesNotContain("MALLOC_ARENA_MAX", "OUTER");
  }

  @Test
  void aSavedVariableOfTheCallerIsNotRestored() {
    Map<String, String> forged =
        Map.of("EPHEMERA_OUTER_JAVA_TOOL_OPTIONS", "-agentpath:/x", "EPHEMERA_OUTER", "1");

    assertThat(sh(forged, "$E temp -d -- env").out()).doesNotContain("JAVA_TOOL_OPTIONS");
  }

  @Test
  void theCommandHasTheLimitOfDescriptorsOfTheCaller() {
    Run run = sh("ulimit -Sn 200; $E temp -d -- sh -c 'ulimit -Sn; ulimit -Hn'; ulimit -Hn");

    List<String> limits = run.out().lines().toList();
    assertThat(limits).hasSize(3).first().isEqualTo("200");
    assertThat(limits.get(1)).isEqualTo(limits.get(2));
  }

  @Test
  void theCommandInheritsTheLockAndTheDescriptorsOfTheCaller() {
    Run run = sh("exec 9</dev/null; $E temp -d -- sh -c 'readlink /proc/$$/fd/*'");

    assertThat(run.out().lines()).hasSize(5);
    assertThat(run.out()).contains("/dev/null\n", folder.path() + "/ephemera-");
  }

  @Test
  void theCommandReceivesSignalsOfTheTerminal() throws IOException {
    // As from a terminal, the signal goes to the whole group; ephemera waits for the command.
    String command = "trap 'echo heard; exit 5' INT; kill -INT 0; sleep 0";
    Run run = sh("exec setsid -w $E temp -d -- sh -c \"" + command + "\"");

    assertThat(run.out()).isEqualTo("heard\n");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TERM, ''", "INT, ''", "HUP, ''", "QUIT, ''", "TERM, unshare --pid --fork --mount"})
  void signalsAreSentToTheCommandAndTheDirectoryIsRemoved(String signal, String within)
      throws IOException {
    boolean first = !within.isEmpty();
    Assumptions.assumeTrue(!first || (TestUser.isRoot() && TestUser.mayMount()), "needs root");
    String script =
        """
        mkfifo ready
        perl -e '$SIG{HUP} = $SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec @ARGV' \
          WITHIN $E temp -d -- sh -c "
            trap 'echo heard; exit 5' SIGNAL
            echo >ready
            while :; do sleep 0.01; done" &
        read line <ready; rm ready
        kill -SIGNAL PID
        wait $!; echo $?
        """
            .replace(
                "WITHIN", first ? within + " sh -c 'mount -t proc proc /proc; exec \"$@\"' sh" : "")
            .replace("PID", first ? "$(cat /proc/$!/task/$!/children)" : "$!")
            .replace("SIGNAL", signal);

    assertThat(sh(script)).isEqualTo(new Run(0, "heard\n5\n", ""));
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"temp", "sweep"})
  void theDirectoryLivesAsLongAsTheCommandWhenEphemeraIsKilled(String next) throws Exception {
    assertThat(sh("mkfifo end").exitCode()).isZero();
    ProcessBuilder builder =
        new ProcessBuilder(
            environment().get("E"), "temp", "-d", "--", "sh", "-c", "echo $$ $TMPDIR; read l <end");
    builder.environment().clear();
    builder.environment().putAll(environment());
    Process ephemera = builder.directory(folder.path().toFile()).start();
    BufferedReader output = ephemera.inputReader(StandardCharsets.US_ASCII);
    String[] said = String.valueOf(output.readLine()).split(" ", 2);
    Path directory = Path.of(said[1]);
    ProcessHandle command = ProcessHandle.of(Long.parseLong(said[0])).orElseThrow();
    String script = next.equals("sweep") ? "$E sweep ." : "rm $($E temp) && $E temp -d -- true";

    ephemera.toHandle().destroyForcibly();
    ephemera.waitFor();

    assertThat(sh(script).exitCode()).isZero();
    assertThat(directory).isDirectory();
    assertThat(command.isAlive()).isTrue();

    assertThat(sh("echo >end").exitCode()).isZero();
    command.onExit().get();

    assertThat(sh(script).exitCode()).isZero();
    assertThat(names()).containsExactly("end");
  }

  @Test
  void sweepReportsWhatItRemovedAndWhatIsHeld() throws IOException {
    String left = left();

    assertThat(sh("$E sweep --dry-run .").out())
        .isEqualTo("would remove " + folder.path() + "/" + left + "\n");
    assertThat(names()).containsExactly(left);
    assertThat(sh("$E sweep --app=other .").out()).isEmpty();
    Run held = sh("flock -s " + left + " $E sweep $TMPDIR");
    assertThat(held).isEqualTo(new Run(0, "held " + folder.path() + "/" + left + "\n", ""));
    assertThat(sh("$E sweep $TMPDIR").out())
        .isEqualTo("removed " + folder.path() + "/" + left + "\n");
    assertThat(names()).isEmpty();
  }

  @Test
  void aScriptWithoutAnInterpreterIsRunByTheShell() throws IOException {
    Run run =
        sh(
            "echo 'echo $# \"$1\"; exit 5' >plain; chmod +x plain\n"
                + "PATH=$PATH:$PWD $E temp -d -- plain 'a b' c; echo $?; rm plain");

    assertThat(run).isEqualTo(new Run(0, "2 a b\n5\n", ""));
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "open, is writable by any user",
    "missing, does not exist",
    "file, is not a directory",
    "relative, is not an absolute path",
  })
  void anUnusableTmpdirIsReportedWithTheReason(String kind, String reason) {
    String tmpdir = kind.equals("relative") ? kind : "$PWD/" + kind;
    Run run =
        sh(
            "mkdir open; chmod 0777 open; touch file; rm $(TMPDIR="
                + tmpdir
                + " $E temp) && echo ok");

    assertThat(run.out()).isEqualTo("ok\n");
    assertThat(run.err()).contains("TMPDIR=", kind, reason, "; using /");
  }

  @Test
  void sweepReportsInJsonAndRefusesAnUnsafeDirectory() throws IOException {
    String left = left();

    Run run = sh("mkdir open; chmod 0777 open; $E sweep --json $TMPDIR open");

    assertThat(run.out().replace(folder.path().toString(), "HERE").lines())
        .containsExactly(
            "{\"type\":\"swept\",\"result\":\"removed\",\"path\":\"HERE/" + left + "\"}",
            "{\"type\":\"swept\",\"result\":\"failed\",\"path\":\"HERE/open\",\"reason\":"
                + "\"HERE/open: is writable by any user and not sticky: other users could replace files"
                + " in it; choose a directory of your own, or /tmp, or chmod +t\"}",
            "{\"type\":\"summary\",\"schema\":1,\"exitCode\":73,\"removed\":1,\"held\":0,\"failed\":1}");
    assertThat(run.exitCode()).isEqualTo(73);
    assertThat(run.err()).isEmpty();
  }

  /** Creates a directory whose process and command are killed, and returns its name. */
  private String left() throws IOException {
    Run run = sh("$E temp -d -- sh -c 'kill -9 $PPID; basename $TMPDIR'; true");
    String name = run.out().strip();
    assertThat(names()).containsExactly(name);
    return name;
  }

  @Test
  void aMountInTheDirectoryIsKeptAndReported() {
    Assumptions.assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    String command = "mkdir $TMPDIR/m && touch $TMPDIR/f && mount -t tmpfs tmpfs $TMPDIR/m; exit 4";

    Run run =
        sh(
            "exec unshare --mount --propagation private sh -c '$E temp -d -- sh -c \"$0\"; echo $?; ls"
                + " ephemera-*' '"
                + command
                + "'");

    assertThat(run.out()).isEqualTo("4\nm\n");
    assertThat(run.err()).contains("cannot remove ", "/m: something is mounted on it");
  }

  private static List<String> cleaned(String program, String... more) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(more));
    command.addAll(List.of("--clean", "/tmp/age0.conf"));
    return command;
  }

  @ParameterizedTest
  @ValueSource(strings = {"peer", "ephemera"})
  void aCleanerRemovesDeadDirectoriesAndKeepsLiveOnes(String cleaner) throws Exception {
    try (PrivateTmp tmp =
        PrivateTmp.create(
            """
            printf 'd /tmp/t 1777 root root 0\\n' >/tmp/age0.conf
            mkdir -m 1777 /tmp/t
            TMPDIR=/tmp/t; export TMPDIR PATH
            mkfifo /tmp/living /tmp/ready
            /mnt/ephemera temp -d --app=living -- sh -c 'mkdir $TMPDIR/d; touch $TMPDIR/d/f; echo >/tmp/ready; read line </tmp/living' &
            read line </tmp/ready
            /mnt/ephemera temp -d --app=dead -- sh -c 'touch $TMPDIR/f; kill -9 $PPID' || true
            ls /tmp/t | sed 's/-.*//' | tr '\\n' ' ' >/tmp/before
            """)) {
      assertThat(Files.readString(tmp.seen("/tmp/before"))).isEqualTo("dead living ");

      String program =
          cleaner.equals("peer") ? PrivateTmp.pathOf(Peers.systemdTmpfiles()) : PrivateTmp.PROGRAM;
      Run run = tmp.run(cleaned(program));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(tmp.describe("/tmp/t").replaceAll("-[a-z0-9]{20}", ""))
          .isEqualTo("living/ 0700\nliving/d/\nliving/d/f\n");
      assertThat(tmp.run(List.of("sh", "-c", "echo >/tmp/living")).exitCode()).isZero();
    }
  }
}
