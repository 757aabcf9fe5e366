// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program answers, and how it exits. Every run has a root of its own. */
class CommandLineTest {
  private static final String CONFIGURATION =
      """
      etc/
      etc/tmpfiles.d/
      etc/tmpfiles.d/b.conf "# comment\\n\\nd /b\\n  # another\\nd /bb\\n"
      etc/tmpfiles.d/masked.conf => /dev/null
      usr/
      usr/lib/
      usr/lib/tmpfiles.d/
      usr/lib/tmpfiles.d/a.conf "d /a\\n"
      usr/lib/tmpfiles.d/b.conf "d /overridden\\n"
      usr/lib/tmpfiles.d/c.conf "d /c\\n"
      usr/lib/tmpfiles.d/masked.conf "d /masked\\n"
      """;

  private final TestFolder root = TestFolder.create();

  @AfterEach
  void close() {
    root.close();
  }

  private Run run(String script) {
    String defined =
        "E='"
            + Checkout.file("ephemera")
            + "'\nR='--root="
            + root.path()
            + "'\ncd "
            + root.path()
            + "\n";
    return Run.of(
        Map.of("PATH", Checkout.PATH, "LANG", "C"), List.of("sh", "-uc", defined + script));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0  | --create --inline 'd /a'
          0  | --create --inline 'd /f'
          0  | --create --inline 'f- /d'
          0  | --remove --inline 'r /none'
          0  | --clean --inline 'd /none - - - 1d'
          0  | --create --graceful --inline 'd /a - nosuchuser'
          0  | --create /dev/null
          0  | --cat-config
          65 | --create --inline 'nonsense'
          65 | --create --inline 'd relative'
          65 | --create --inline 'd /a 0999' 'd /b'
          65 | --create --inline 'd /a - nosuchuser'
          65 | --create --inline 'nonsense' 'f /d'
          65 | --clean --inline 'nonsense'
          73 | --create --inline 'f /d'
          73 | --create --inline 'd /a/../b'
          73 | --remove --inline 'r /d'
          0  | --create --dry-run --inline 'd /f'
          1  | --create ./no.conf
          1  | --create no.conf
          1  | --create --inline 'f~ /a - - - - !'
          1  |
          1  | --bogus
          1  | --create --user
          1  | --purge
          1  | --create --replace=/etc/tmpfiles.d/b.conf
          """)
  void exitCodesAreThoseOfTheManual(int code, String arguments) {
    Tree.build("d/\nd/x\nf\n", root.path());

    Run run = run("$E tmpfiles $R " + (arguments == null ? "" : arguments));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(code == 0 || !run.err().isEmpty()).as("a failure is explained").isTrue();
  }

  @Test
  void theGoodLinesAreCarriedOutAndTheBadOnesNamed() {
    Run run = run("printf 'd /a\\nd /b 0999\\n\\nd /c\\nbad\\n' | $E tmpfiles --create $R -");

    assertThat(run.exitCode()).isEqualTo(65);
    assertThat(run.err().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("<stdin>:2:7: "))
        .anyMatch(line -> line.startsWith("<stdin>:5:"));
    assertThat(Tree.describe(root.path())).isEqualTo("a/\nc/\n");
  }

  @Test
  void directoriesAreReadByPriorityAndMasksCount() {
    Tree.build(CONFIGURATION, root.path());

    assertThat(run("$E tmpfiles --create $R")).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path()))
        .contains("\na/\n".substring(1), "b/\n", "bb/\n", "c/\n")
        .doesNotContain("overridden/", "masked/");
  }

  @Test
  void replacedConfigurationTakesThePlaceOfItsFile() {
    Tree.build(CONFIGURATION, root.path());

    Run run =
        run(
            "echo 'd /replacement' | $E tmpfiles --create $R"
                + " --replace=/usr/lib/tmpfiles.d/c.conf -");

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path()))
        .contains("a/\n", "b/\n", "replacement/\n")
        .doesNotContain("\nc/\n");
  }

  @Test
  void aBareNameIsLookedForInTheConfiguration() {
    Tree.build(CONFIGURATION, root.path());

    assertThat(run("$E tmpfiles --create $R b.conf")).isEqualTo(new Run(0, "", ""));
    assertThat(Tree.describe(root.path())).contains("bb/\n").doesNotContain("\nc/\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--cat-config", "--tldr"})
  void configurationIsPrintedAsThePeerPrintsIt(String option) {
    String peer = Peers.systemdTmpfiles().toString();
    Tree.build(CONFIGURATION, root.path());

    Run ours = run("$E tmpfiles $R " + option);
    Run theirs = run("'" + peer + "' $R " + option);

    assertThat(ours.out()).isEqualTo(theirs.out()).isNotEmpty();
    assertThat(ours.exitCode()).isEqualTo(theirs.exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | 64 | ephemera: no command given
          bogus                | 64 | ephemera: unknown command 'bogus'
          tmpfile              | 64 | ephemera: unknown command 'tmpfile'; did you mean 'tmpfiles'?
          --bogus              | 64 | ephemera: unknown option '--bogus'
          --versoin            | 64 | ephemera: unknown option '--versoin'; did you mean '--version'?
          help tmpfile         | 64 | ephemera: unknown command 'tmpfile'; did you mean 'tmpfiles'?
          tmpfiles --bogus     | 1  | ephemera tmpfiles: unknown option '--bogus'
          tmpfiles --craete    | 1  | ephemera tmpfiles: unknown option '--craete'; did you mean '--create'?
          where sockets        | 64 | ephemera where: unknown KIND 'sockets'; did you mean 'socket'?
          completion bahs      | 1  | ephemera completion: unknown SHELL 'bahs'; did you mean 'bash'?
          completion           | 1  | ephemera completion: expected one SHELL
          tmpfiles             | 1  | ephemera tmpfiles: no operation given
          """)
  void usageErrorsNameTheMistakeAndTheHelp(String arguments, int code, String message) {
    Run run = run("$E " + arguments);

    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(message).contains("--help'");
  }

  @Test
  void helpOfACommandIsPrintedForBothOrdersOfTheWords() {
    Run run = run("$E help where");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(run("$E where --help").out()).contains("--app=NAME");
  }

  @Test
  void helpAndVersionAreData() {
    for (String arguments : List.of("--help", "tmpfiles --help", "tmpfiles -h", "--version")) {
      Run run = run("$E " + arguments);
      assertThat(run.exitCode()).as(arguments).isZero();
      assertThat(run.err()).as(arguments).isEmpty();
      assertThat(run.out()).as(arguments).contains("ephemera");
    }
  }

  @Test
  void messagesNameTheLineWhatFailedAndWhy() {
    Tree.build("d/\nd/x\nf\nl => f\n", root.path());

    Run run =
        run(
            "$E tmpfiles --create --remove $R --inline 'f /d' 'd /f' 'd /a/../b' 'r /d'"
                + " 'f- /l' 'd /new' 'k /none - - - - x'");

    assertThat(run.err().replace(root.path().toString(), "ROOT").lines())
        .containsExactlyInAnyOrder(
            "(argument):7:17: invalid capabilities 'x': expected NAMES, then one of = + -, then"
                + " letters of 'eip'; line has no effect",
            "(argument):4: cannot remove \"ROOT/d\": remove directory d: Directory not empty",
            "(argument):1: cannot create file ROOT/d: a directory is in the way",
            "(argument):2: did not create directory ROOT/f: a regular file is in the way",
            "(argument):3: refused to create directory ROOT/a/../b: the path contains \"..\"",
            "(argument):5: cannot create file ROOT/l: a symbolic link is in the way (ignored)");
    assertThat(run.exitCode()).isEqualTo(73);
  }

  @Test
  void aDryRunSaysWhatWouldChangeAndChangesNothing() {
    Tree.build("d/\nd/x @20d\nf 0600 \"old\"\n", root.path());
    String before = Tree.describe(root.path());

    Run run =
        run(
            "$E tmpfiles --create --clean -n $R --inline 'd /d - - - m:1d' 'd /new' 'f+ /f 0644 - -"
                + " - x' 'L+ /d/l - - - - y'");

    assertThat(run.err().replace(root.path().toString(), "ROOT").lines())
        .containsExactlyInAnyOrder(
            "Would remove \"ROOT/d/x\" ((argument):1)",
            "Would restore access and modification time on \"ROOT/d\" ((argument):1)",
            "Would create directory ROOT/new ((argument):2)",
            "Would write to \"ROOT/f\" ((argument):3)",
            "Would change mode of \"ROOT/f\" to 0644 ((argument):3)",
            "Would create symlink ROOT/d/l ((argument):4)");
    assertThat(run.exitCode()).isZero();
    assertThat(Tree.describe(root.path())).isEqualTo(before);
  }
}
