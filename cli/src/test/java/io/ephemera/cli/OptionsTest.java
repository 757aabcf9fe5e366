// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line is read as getopt_long(3) reads it. */
class OptionsTest {
  private static Options parse(String words) throws UsageException {
    List<Bytes> bytes = new ArrayList<>();
    for (String word : words.isEmpty() ? new String[0] : words.split(" ", -1)) {
      bytes.add(Bytes.latin1(word));
    }
    return Options.parse(bytes);
  }

  /** Options in the order of their table, with their values; then the arguments. */
  private static String describe(Options options) {
    List<String> said = new ArrayList<>();
    for (TmpfilesOption option : TmpfilesOption.values()) {
      if (options.has(option)) {
        List<Bytes> values = options.all(option);
        said.add(option.name() + (option.value() == null ? "" : values.toString()));
      }
    }
    options.arguments().forEach(argument -> said.add("'" + argument + "'"));
    return String.join(" ", said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --create                           | CREATE
          --create --clean                   | CREATE CLEAN
          --cr                               | CREATE
          --boo --cr                         | CREATE BOOT
          --dry                              | DRY_RUN
          -n                                 | DRY_RUN
          -nE --create                       | CREATE DRY_RUN EXCLUDE_API
          --prefix=/a --prefix /b            | PREFIX[/a, /b]
          --pre /a                           | PREFIX[/a]
          --pre=/a                           | PREFIX[/a]
          --prefix=                          | PREFIX[]
          --prefix=a=b                       | PREFIX[a=b]
          --prefix --create                  | PREFIX[--create]
          --prefix --                        | PREFIX[--]
          --image=x                          | IMAGE[x]
          --image-p=x                        | IMAGE_POLICY[x]
          a --create b                       | CREATE 'a' 'b'
          --create -- --clean -n             | CREATE '--clean' '-n'
          --create - -- -                    | CREATE '-' '-'
          --create -- --                     | CREATE '--'
          --root=/a --root=/b                | ROOT[/a, /b]
          --create --create                  | CREATE
          --help --bogus                     | HELP
          --create --version -h a --root     | CREATE VERSION
          -hx --bogus                        | HELP
          --introspect-cli -x                | INTROSPECT_CLI
          """)
  void whatIsSaidIsUnderstood(String words, String options) throws UsageException {
    assertThat(describe(parse(words))).isEqualTo(options);
  }

  @Test
  void theLastValueCounts() throws UsageException {
    assertThat(parse("--root=/a --root=/b").last(TmpfilesOption.ROOT))
        .isEqualTo(Bytes.latin1("/b"));
    assertThat(parse("").last(TmpfilesOption.ROOT)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --bogus        | unknown option '--bogus'
          --bogus=x      | unknown option '--bogus'
          --creates      | unknown option '--creates'
          --Create       | unknown option '--Create'
          --c            | ambiguous option '--c'
          --im=          | ambiguous option '--im'
          --create=x     | option '--create' takes no value
          --cr=          | option '--create' takes no value
          --prefix       | option '--prefix' needs a value: --prefix=PATH
          -x             | unknown option '-x'
          -nx            | unknown option '-x'
          -x --help      | unknown option '-x'
          ---create      | unknown option '---create'
          """)
  void whatIsNotUnderstoodIsNamed(String words, String message) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --boot                              | say what to do
          --create --user --root=/x           | --user does not go
          --create --root=/x --image=/y       | --root= does not go
          --cat-config --inline x             | --inline does not go
          --tldr --inline x                   | --inline does not go
          --purge                             | --purge needs
          --tldr --replace=/x.conf x          | --replace= does not go
          --create --replace=/x.conf          | --replace= needs the names
          --create --replace=x.conf x         | --replace= needs an absolute path
          --create --replace=/x.txt x         | --replace= needs the path of a .conf
          """)
  void optionsThatDoNotGoTogetherAreRefused(String words, String message) throws UsageException {
    Options options = parse(words);
    assertThatThrownBy(() -> TmpfilesRules.check(options))
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
  void optionsThatGoTogetherAreAccepted(String words) throws UsageException {
    TmpfilesRules.check(parse(words));
  }

  @Test
  void wordsAreBytes() throws UsageException {
    Options options = Options.parse(List.of(Bytes.of((byte) 0xff), Bytes.latin1("--root=/\u00fe")));
    assertThat(options.arguments()).containsExactly(Bytes.of((byte) 0xff));
    assertThat(options.last(TmpfilesOption.ROOT)).isEqualTo(Bytes.of((byte) '/', (byte) 0xfe));
  }
}
