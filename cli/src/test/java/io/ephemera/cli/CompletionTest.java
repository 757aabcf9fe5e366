// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts, in the shells that this machine has; the others are skipped and say so. */
class CompletionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyOptionIsInTheScript(Completion shell) {
    String script = shell.script();

    for (TmpfilesOption option : TmpfilesOption.shown()) {
      String name = option.longName() == null ? "-" + option.letter() : "--" + option.longName();
      String asFish =
          option.longName() == null ? " -s " + option.letter() : " -l " + option.longName();
      assertThat(script).containsPattern("(?m)(" + name + "|" + asFish + ")(?![a-z-])");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionAndKindOfWhereIsInTheScript(Completion shell) {
    String script = shell.script();

    for (WhereOption option : WhereOption.values()) {
      String name = option.longName();
      assertThat(script).containsPattern("(?m)(--" + name + "| -l " + name + ")(?![a-z-])");
    }
    for (String kind : WhereKind.ids()) {
      assertThat(script).containsPattern("\\b" + kind + "\\b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfTempAndSweepIsInTheScript(Completion shell) {
    String script = shell.script();

    List<CommandOption> options = new ArrayList<>(List.of(TempOption.values()));
    options.addAll(List.of(SweepOption.values()));
    for (CommandOption option : options) {
      String name = option.longName();
      assertThat(script).containsPattern("(?m)(--" + name + "| -l " + name + ")(?![a-z-])");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shellAcceptsTheScript(Completion shell) throws Exception {
    assertThat(run(shell, "-n", script(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'ephemera '             , tmpfiles where temp sweep completion
          'ephemera t'            , tmpfiles temp
          'ephemera temp --suf'   , --suffix
          'ephemera sweep --dr'   , --dry-run
          'ephemera tmpfiles --cr', --create
          'ephemera tmpfiles --ex', --exclude-prefix
          'ephemera completion '  , bash zsh fish
          'ephemera where so'     , socket
          'ephemera where --per'  , --persistent
          """)
  void bashCompletes(String line, String words) throws Exception {
    String test =
        """
        . "$1"
        shift
        compopt() { :; }
        COMP_WORDS=("$@")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE="${COMP_WORDS[*]}"
        _complete_ephemera
        echo "${COMPREPLY[*]}"
        """;
    List<String> arguments =
        new ArrayList<>(List.of("-c", test, "bash", script(Completion.BASH).toString()));
    arguments.addAll(List.of(line.split(" ", -1)));

    assertThat(run(Completion.BASH, arguments.toArray(new String[0]))).isEqualTo(words + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'ephemera tm'              , tmpfiles
          'ephemera temp --suf'      , --suffix
          'ephemera tmpfiles --cr'   , --create
          'ephemera completion z'    , zsh
          'ephemera where --per'     , --persistent
          'ephemera where so'        , socket
          'systemd-tmpfiles --inl'   , --inline
          """)
  void fishCompletes(String line, String word) throws Exception {
    String test = "source " + script(Completion.FISH) + "; complete -C '" + line + "'";

    assertThat(run(Completion.FISH, "--no-config", "-c", test)).startsWith(word).hasLineCount(1);
  }

  private Path script(Completion shell) throws IOException {
    return Files.writeString(folder.resolve("script"), shell.script());
  }

  /** What the shell says, on both its outputs. */
  private static String run(Completion shell, String... arguments) throws Exception {
    String program = shell.id();
    Assumptions.assumeTrue(isInstalled(program), program + " is not installed");
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
