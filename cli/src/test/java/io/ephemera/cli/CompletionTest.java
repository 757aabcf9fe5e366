// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.completion.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts, in the shells that this machine has; the others are skipped and say so. */
class CompletionTest {
  @TempDir private Path folder;

  static Stream<Arguments> optionsOfShells() {
    return Stream.of(Shell.values())
        .flatMap(shell ->
            CommandsTest.options()
                .map(option -> Arguments.of(shell, option.get()[0], option.get()[2])));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("optionsOfShells")
  void everyOptionIsInTheScript(Shell shell, CommandDefinition command, Option option) {
    String name = option.name() == null ? "-" + option.letter() : "--" + option.name();
    String asFish = option.name() == null ? " -s " + option.letter() : " -l " + option.name();

    assertThat(linesOf(shell, command))
        .filteredOn(line -> line.matches(".*(" + name + "|" + asFish + ")(?![a-z-]).*"))
        .as(name)
        .matches(lines -> lines.isEmpty() == option.isHidden());
  }

  /** What the script says of the options of a command; of bash, its lists of options. */
  private static List<String> linesOf(Shell shell, CommandDefinition command) {
    String script = shell.script(Commands.definitions());
    List<String> lines =
        switch (shell) {
          case BASH -> between(script, "function _picocli_ephemera_" + command.name() + "()", "}");
          case ZSH -> between(script, "_ephemera_" + command.name() + "() {", "}");
          case FISH ->
              script
                  .lines()
                  .filter(line -> line.contains("__fish_seen_subcommand_from " + command.name()))
                  .toList();
        };
    return shell == Shell.BASH
        ? lines.stream()
            .filter(line -> line.matches("  local (flag|arg)_opts=.*"))
            .map(line -> line.replaceAll("['\"]", " "))
            .toList()
        : lines;
  }

  private static List<String> between(String script, String first, String last) {
    return script
        .lines()
        .dropWhile(line -> !line.startsWith(first))
        .takeWhile(line -> !line.equals(last))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyChoiceIsInTheScript(Shell shell) {
    String script = shell.script(Commands.definitions());

    for (CommandDefinition command : Commands.definitions()) {
      for (ArgumentDefinition argument : command.arguments()) {
        for (String word : argument.value().words()) {
          assertThat(script).containsPattern("\\b" + word + "\\b");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shellAcceptsTheScript(Shell shell) throws Exception {
    assertThat(run(shell, "-n", script(shell).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'ephemera '             , ALL
          'ephemera t'            , temp tmpfiles
          'ephemera temp --suf'   , --suffix
          'ephemera sweep --dr'   , --dry-run
          'ephemera run --uni'    , --unit
          'ephemera run --with'   , --without
          'ephemera tmpfiles --cr', --create
          'ephemera tmpfiles --ex', --exclude-prefix
          'ephemera completion '  , bash zsh fish
          'ephemera where so'     , socket
          'ephemera where --per'  , --persistent
          'ephemera audit --fail-on = wa'       , warning
          'ephemera audit --fail-on ='          , error warning note never
          'ephemera audit --root = /etc/host.c' , /etc/host.conf
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
        new ArrayList<>(List.of("-c", test, "bash", script(Shell.BASH).toString()));
    arguments.addAll(List.of(line.split(" ", -1)));

    assertThat(run(Shell.BASH, arguments.toArray(new String[0])))
        .isEqualTo(words.replace("ALL", String.join(" ", Commands.NAMES)) + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'ephemera tm'              , tmpfiles
          'ephemera temp --suf'      , --suffix
          'ephemera tmpfiles --cr'   , --create
          'ephemera run --unit=/etc/host.c' , --unit=/etc/host.conf
          'ephemera completion z'    , zsh
          'ephemera where --per'     , --persistent
          'ephemera where --for=so'  , --for=socket
          'ephemera where so'        , socket
          'systemd-tmpfiles --inl'   , --inline
          """)
  void fishCompletes(String line, String word) throws Exception {
    String test = "source " + script(Shell.FISH) + "; complete -C '" + line + "'";

    assertThat(run(Shell.FISH, "--no-config", "-c", test)).startsWith(word).hasLineCount(1);
  }

  private Path script(Shell shell) throws IOException {
    return Files.writeString(folder.resolve("script"), shell.script(Commands.definitions()));
  }

  /** What the shell says, on both its outputs. */
  private static String run(Shell shell, String... arguments) throws Exception {
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
