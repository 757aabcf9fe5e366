// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment of the program: locale, variables, umask, and readers of its output. */
class EnvironmentTest {
  private static final Map<String, String> C = Map.of("PATH", Checkout.PATH, "LANG", "C");

  private final TestFolder root = TestFolder.create();

  @AfterEach
  void close() {
    root.close();
  }

  /**
   * Runs a shell script with the program as {@code $E} and the root as {@code $R}; a shell can
   * write any byte.
   */
  private Run shell(Map<String, String> environment, String script) {
    String defined = "E='" + Checkout.file("ephemera") + " tmpfiles'\nR='" + root.path() + "'\n";
    return Run.of(environment, List.of("sh", "-euc", defined + script));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8", "POSIX", "nonsense"})
  void namesAreBytesInEveryLocale(String locale) {
    Map<String, String> environment =
        Map.of("PATH", Checkout.PATH, "LANG", locale, "LC_ALL", locale);

    Run create =
        shell(
            environment,
            "$E --create --root=\"$R\" --inline \"$(printf 'f /d/\\377\\303\\244 - - - - \\376')\"");

    assertThat(create).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).isEqualTo("d/\nd/\\xff\\xc3\\xa4 \"\\xfe\"\n");

    Run dry =
        shell(environment, "$E --remove -n --root=\"$R\" --inline \"$(printf 'R /d/\\377*')\"");
    assertThat(dry.err()).contains("/d/\\xff\u00c3\u00a4\"").contains("(argument):1");

    Run remove =
        shell(environment, "$E --remove --root=\"$R\" --inline \"$(printf 'R /d/\\377*')\"");
    assertThat(remove).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).isEqualTo("d/\n");
  }

  @Test
  void theRootAndAConfigurationFileMayHaveNamesThatAreNotUtf8() {
    Run run =
        shell(
            C,
            """
            cd "$R"; B=$(printf '\\377'); mkdir "$B"; echo 'd /new' >"$B/x.conf"
            $E --create --root="$R/$B" "./$B/x.conf"
            """);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).contains("\\xff/new/\n");
  }

  @Test
  void variablesAreBytesInEveryLocale() {
    Run run =
        shell(
            C,
            """
            export HOME="$(printf '/home/\\303\\244\\377')"
            $E --create --root="$R" --inline 'L /link - - - - %h'
            """);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).isEqualTo("link => /home/\\xc3\\xa4\\xff\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "Y", "TRUE", "true", "on"})
  void aTrueBypassVariableDisablesTheProgram(String value) {
    Run run = inline(Map.of("SYSTEMD_TMPFILES_BYPASS", value), "nonsense");

    assertThat(run).isEqualTo(new Run(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "no", "false", "", "x"})
  void anotherValueOfTheBypassVariableIsIgnored(String value) {
    Run run = inline(Map.of("SYSTEMD_TMPFILES_BYPASS", value), "nonsense");

    assertThat(run.exitCode()).isEqualTo(65);
  }

  private Run inline(Map<String, String> environment, String... lines) {
    List<String> arguments = new ArrayList<>(List.of("tmpfiles", "--create", "--inline"));
    arguments.add("--root=" + root.path());
    arguments.addAll(List.of(lines));
    return Checkout.ephemera(environment, arguments.toArray(String[]::new));
  }

  /** Far more than a pipe and all buffers hold. */
  private static final String MANY_LINES =
      """
      i=0; while [ $i -lt 4000 ]; do echo "d /d/$i"; i=$((i+1)); done >"$R/many.conf"
      """;

  @ParameterizedTest
  @ValueSource(strings = {"--json", "--verbose 2>&1", "--json --verbose 2>&1"})
  void aReaderThatClosesThePipeIsNoErrorAndEveryLineIsApplied(String options) {
    Run run =
        shell(
            C,
            MANY_LINES
                + "{ $E --create --root=\"$R\" \"$R/many.conf\" OPTIONS; echo $? >\"$R/code\"; } | head -c 1 >/dev/null\n"
                    .replace("OPTIONS", options)
                + "cat \"$R/code\"; ls \"$R/d\" | wc -l");

    assertThat(run).isEqualTo(new Run(0, "0\n4000\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--create --json", "--cat-config", "--help", "--introspect-cli"})
  void outputToAFullDeviceIsAnError(String options) {
    String lines = "mkdir -p \"$R/etc/tmpfiles.d\"; echo 'd /d' >\"$R/etc/tmpfiles.d/d.conf\"\n";

    Run run = shell(C, lines + "$E --root=\"$R\" " + options + " >/dev/full");

    assertThat(run).isEqualTo(new Run(1, "", "ephemera: cannot write to standard output\n"));
    assertThat(shell(C, "$E --root=\"$R\" " + options + " >/dev/null").exitCode()).isZero();
  }

  @Test
  void closedStandardStreamsAreNoError() {
    Run run =
        shell(
            C,
            """
            $E --create --root="$R" --inline 'd /a' <&- >&- 2>&-
            $E --create --root="$R" --json --inline 'd /b' <&- >&- 2>&-
            """);

    assertThat(run.exitCode()).isZero();
    assertThat(Tree.describe(root.path())).isEqualTo("a/\nb/\n");
  }

  /** The journal names its stream, systemd.exec(5), and reads priorities, sd-daemon(3). */
  @Test
  void messagesForTheJournalHaveAPriority() {
    String lines = "$E --create --root=\"$R\" --inline 'd /b 0755 nosuch' 'd /var/run/x' || true\n";
    String priorities = "cut -c1-3 \"$R/journal\"\n";

    Run journal =
        shell(
            C,
            "exec 2>\"$R/journal\"; export JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2)\n"
                + lines
                + priorities);
    assertThat(journal).isEqualTo(new Run(0, "<3>\n<5>\n", ""));
    Run other = shell(C, "exec 2>\"$R/journal\"; export JOURNAL_STREAM=1:2\n" + lines + priorities);
    assertThat(other).isEqualTo(new Run(0, "(ar\n(ar\n", ""));
  }

  @Test
  void standardInputThatIsTooLargeIsRefusedAsAWhole() {
    Run run =
        shell(
            C,
            """
            mkdir "$R/keep"
            { echo 'R /keep'; head -c 67108864 /dev/zero | tr '\\0' '#'; } | $E --remove --root="$R" -
            """);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("File too large");
    assertThat(Tree.describe(root.path())).isEqualTo("keep/\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "<&- >&-", "<&- 2>&-"})
  void closedStandardInputIsNoConfiguration(String closed) {
    Run run = shell(C, "$E --create --root=\"$R\" - " + closed);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            closed.contains("2")
                ? ""
                : "ephemera tmpfiles: cannot read '-': read: Bad file descriptor\n");
  }

  @Test
  void aMillionLinesCanBeReadFromStandardInput() {
    Run run = shell(C, "seq -f 'd /d/%.0f' 1000000 | $E --remove --root=\"$R\" -");

    assertThat(run).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void tooLittleMemoryIsOneSentence() {
    Run run =
        shell(C, "ulimit -v 300000; seq -f 'd /d/%.0f' 1000000 | $E --remove --root=\"$R\" -");

    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "ephemera: a limit is too low (ulimit -v, MemoryMax=, TasksMax=):"
                    + " Java heap space\n"));
  }

  @Test
  void theProgramStartsInADirectoryThatWasRemoved() {
    Run run =
        shell(
            C,
            """
            mkdir "$R/gone"; cd "$R/gone"; rmdir "$R/gone"
            $E --create --root="$R" --inline 'd /a' || echo "exit $?"
            $E --create --root=new --inline 'd /b' || echo "exit $?"
            ${E% *} temp -d -p "$R" -- /bin/sh -c 'readlink /proc/$$/cwd'
            ${E% *} temp -p . || echo "exit $?"
            """);

    assertThat(run.out()).isEqualTo("exit 1\n" + root.path() + "/gone (deleted)\nexit 73\n");
    assertThat(run.err().lines().filter(line -> line.startsWith("ephemera")))
        .containsExactly(
            "ephemera tmpfiles: open directory new: No such file or directory",
            "ephemera temp: '.' is relative, and no path leads to the working directory");
    assertThat(Tree.describe(root.path())).isEqualTo("a/\n");
  }

  /** An unprivileged user builds a file system for root. */
  @Test
  void ownersAndModesAreThoseThatFakerootPretends() throws IOException {
    assumeTrue(
        Run.of(C, List.of("fakeroot", "true")).exitCode() == 0,
        "needs fakeroot and its semaphores");
    Checkout.assumeReadableByOthers();

    Run run =
        shell(
            C,
            """
            [ "$(id -u)" != 0 ] || { chown 4321:4321 "$R"; U='setpriv --reuid=4321 --regid=4321 --clear-groups --'; }
            ${U-} fakeroot sh -c '
              $0 --create --root="$1" --inline "d /a 0755 5 6" "f /f 4755 0 0 - x" "L /l - 7 7 - a"
              echo $?
              cd "$1"; stat -c "%n %a %u:%g %F" *' "$E" "$R"
            """);

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                0
                a 755 5:6 directory
                f 4755 0:0 regular file
                l 777 7:7 symbolic link
                """,
                ""));
  }

  @Test
  void aRelativeRootIsResolvedInTheWorkingDirectory() {
    Run run =
        shell(
            C,
            """
            cd "$R"; mkdir sub; cd sub; mkdir ../top
            $E --create --root=../top --inline 'd /a' 'L /l - - - - /a' 'd /l/b'
            """);

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).isEqualTo("sub/\ntop/\ntop/a/\ntop/a/b/\ntop/l => /a\n");
  }

  @Test
  void theUmaskHasNoEffect() {
    Run run =
        shell(C, "umask 077; $E --create --root=\"$R\" --inline 'd /a/b 0777' 'f /f 0666' 'p /p'");

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).isEqualTo("a/\na/b/ 0777\nf 0666\np|\n");
  }
}
