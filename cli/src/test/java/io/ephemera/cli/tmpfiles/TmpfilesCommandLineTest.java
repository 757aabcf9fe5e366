// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.cli.command.CommandLineParser;
import io.ephemera.cli.command.CommandLines;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line is read as getopt_long(3) reads it. */
class TmpfilesCommandLineTest {
  private static ParsedCommandLine parse(String line) throws UsageException {
    return CommandLines.parse(new TmpfilesDefinition(), line);
  }

  /** Options in the order of the help, with their values; then the arguments. */
  private static String describe(ParsedCommandLine line) {
    List<String> words = new ArrayList<>();
    for (Option option : new TmpfilesDefinition().options()) {
      if (line.has(option)) {
        String name = option.name() == null ? "-" + option.letter() : "--" + option.name();
        words.add(name + (option.value() == null ? "" : line.all(option).toString()));
      }
    }
    line.arguments().forEach(argument -> words.add("'" + argument + "'"));
    return String.join(" ", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --create                           | --create
          --create --clean                   | --create --clean
          --cr                               | --create
          --boo --cr                         | --create --boot
          --dry                              | --dry-run
          -n                                 | --dry-run
          -nE --create                       | --create -E --dry-run
          --prefix=/a --prefix /b            | --prefix[/a, /b]
          --pre /a                           | --prefix[/a]
          --pre=/a                           | --prefix[/a]
          --prefix=                          | --prefix[]
          --prefix=a=b                       | --prefix[a=b]
          --prefix --create                  | --prefix[--create]
          --prefix --                        | --prefix[--]
          --image=x                          | --image[x]
          --image-p=x                        | --image-policy[x]
          a --create b                       | --create 'a' 'b'
          --create -- --clean -n             | --create '--clean' '-n'
          --create - -- -                    | --create '-' '-'
          --create -- --                     | --create '--'
          --root=/a --root=/b                | --root[/a, /b]
          --create --create                  | --create
          --help --bogus                     | --help
          --create --version -h a --root     | --create --version
          -hx --bogus                        | --help
          --introspect-cli -x                | --introspect-cli
          """)
  void optionsAndArgumentsAreRecognized(String words, String options) throws UsageException {
    assertThat(describe(parse(words))).isEqualTo(options);
  }

  @Test
  void lastValueOfAnOptionIsUsed() throws UsageException {
    assertThat(parse("--root=/a --root=/b").last(TmpfilesDefinition.ROOT))
        .isEqualTo(Bytes.latin1("/b"));
    assertThat(parse("").last(TmpfilesDefinition.ROOT)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus        | unknown option '--bogus'
          --bogus=x      | unknown option '--bogus'
          --creates      | unknown option '--creates'; did you mean '--create'?
          --Create       | unknown option '--Create'; did you mean '--create'?
          --c            | ambiguous option '--c'; did you mean '--create', '--clean', '--check' or '--cat-config'?
          --im=          | ambiguous option '--im'; did you mean '--image' or '--image-policy'?
          --create=x     | option '--create' takes no value
          --cr=          | option '--create' takes no value
          --prefix       | option '--prefix' requires a value: --prefix=PATH
          -x             | unknown option '-x'
          -nx            | unknown option '-x'
          -x --help      | unknown option '-x'
          -craete        | unknown option '-c'; did you mean '--create'?
          --craete       | unknown option '--craete'; did you mean '--create'?
          --limitrate=5  | unknown option '--limitrate'; did you mean '--limit-rate'?
          --introspec=   | option '--introspect-cli' takes no value
          --introspects  | unknown option '--introspects'
          ---create      | unknown option '---create'; did you mean '--create'?
          """)
  void mistakesAreNamedWithTheNearestOption(String words, String message) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --boot                              | no operation given
          --create --user --root=/x           | --user cannot be combined
          --create --root=/x --image=/y       | --root= cannot be combined
          --cat-config --inline x             | --inline cannot be combined
          --tldr --inline x                   | --inline cannot be combined
          --create --at=@1                    | --at= and --in= require --dry-run
          --create -n --at=@1 --in=1d         | --at= cannot be combined with --in=
          --check --time-limit=1s             | --time-limit= and --limit-rate= require --create
          --purge                             | --purge requires
          --tldr --replace=/x.conf x          | --replace= cannot be combined
          --create --replace=/x.conf          | --replace= requires the names
          --create --replace=x.conf x         | --replace= requires an absolute path
          --create --replace=/x.txt x         | --replace= requires the path of a .conf
          """)
  void conflictingOptionsAreRefused(String words, String message) throws UsageException {
    ParsedCommandLine line = parse(words);
    assertThatThrownBy(() -> TmpfilesUsage.check(line))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--create --root=",
    "--create --user --root=",
    "--purge x",
    "--cat-config",
    "--create --tldr",
    "--create --replace=/x.conf x"
  })
  void compatibleOptionsAreAccepted(String words) throws UsageException {
    TmpfilesUsage.check(parse(words));
  }

  @Test
  void wordsAreBytes() throws UsageException {
    ParsedCommandLine line =
        CommandLineParser.parse(
            new TmpfilesDefinition(),
            List.of(Bytes.of((byte) 0xff), Bytes.latin1("--root=/\u00fe")));
    assertThat(line.arguments()).containsExactly(Bytes.of((byte) 0xff));
    assertThat(line.last(TmpfilesDefinition.ROOT)).isEqualTo(Bytes.of((byte) '/', (byte) 0xfe));
  }

  @ParameterizedTest
  @CsvSource({
    "--check --create, --check cannot be combined with other operations",
    "--check --cat-config, --check cannot be combined with other operations",
    "--create --sarif, --sarif requires --check",
    "--check --sarif --json, --sarif cannot be combined with --json",
    "--json, 'no operation given: use --create, --clean, --remove, --purge or --check'"
  })
  void optionsThatConflictWithACheckAreRefused(String words, String message) throws UsageException {
    ParsedCommandLine line = parse(words);
    assertThatThrownBy(() -> TmpfilesUsage.check(line))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"--check", "--check --sarif", "--check --json --root=/x", "--check --user --inline"})
  void optionsThatSuitACheckAreAccepted(String words) throws UsageException {
    ParsedCommandLine line = parse(words);
    TmpfilesUsage.check(line);

    assertThat(line.has(TmpfilesDefinition.CHECK)).isTrue();
  }
}
