// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.tmpfiles.language.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines as {@code systemctl show} of systemd 262 prints them. */
class ExecLineTest {
  private static ExecLine parse(String value) {
    return ExecLine.parse(Samples.assignment(value), Samples::expand);
  }

  /** Path and arguments of each command: {@code path:argument,argument}, and {@code ;} between. */
  private static String commands(ExecLine line) {
    List<String> texts = new ArrayList<>();
    for (ExecCommand command : line.commands()) {
      texts.add(command.path() + ":" + String.join(",", command.argv()));
    }
    return String.join(";", texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /bin/echo a b              | /bin/echo:/bin/echo,a,b
          echo a                     | echo:echo,a
          /bin//./echo x             | /bin/echo:/bin//./echo,x
          /bin/../bin/echo           | /bin/../bin/echo:/bin/../bin/echo
          @/bin/echo zero one        | /bin/echo:zero,one
          "/bin/echo" "a b" 'c' ""   | /bin/echo:/bin/echo,a b,c,
          /bin/e"c h"o               | /bin/ec ho:/bin/ec ho
          e\\x20cho x                | e cho:e cho,x
          /bin/echo a\\x2cb \\u00e9  | /bin/echo:/bin/echo,a\\x2cb,\u00c3\u00a9
          /bin/echo $A ${B} a$C      | /bin/echo:/bin/echo,$A,${B},a$C
          $x                         | $x:$x
          /bin/echo a ; /bin/b c     | /bin/echo:/bin/echo,a;/bin/b:/bin/b,c
          /bin/echo a ;b;            | /bin/echo:/bin/echo,a,<b<
          /bin/echo a ;              | /bin/echo:/bin/echo,a
          ; /bin/echo a              | /bin/echo:/bin/echo,a
          /bin/a ; ; /bin/b          | /bin/a:/bin/a;/bin/b:/bin/b
          /bin/echo \\; a ";" \\;    | /bin/echo:/bin/echo,<,a,<,<
          /bin/echo %n %% 100%       | /bin/echo:/bin/echo,name,%,100%
          /bin/%i/x                  | /bin/x:/bin//x
          %n x                       | name:name,x
          ;                          |
          """)
  void aLineIsSplitIntoCommandsAndWords(String value, String expected) {
    ExecLine line = parse(value);
    String known = expected == null ? "" : expected.replace('<', ';').replace("a\\x2cb", "a,b");
    assertThat(commands(line)).isEqualTo(known);
    assertThat(line.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /bin/a       | ''
          -/bin/a      | -
          @/bin/a b    | @
          :/bin/a      | :
          +/bin/a      | +
          !/bin/a      | !
          !!/bin/a     | !!
          -:@!/bin/a b | -:@!
          @-+:/bin/a b | @-+:
          """)
  void prefixesAreCombinedInAnyOrder(String value, String prefixes) {
    ExecCommand command = parse(value).commands().getFirst();
    assertThat(command.path()).isEqualTo("/bin/a");
    List<String> found = new ArrayList<>();
    for (ExecCommand.Prefix prefix : command.prefixes()) {
      found.add(prefix.text());
    }
    assertThat(String.join("", found)).hasSameSizeAs(prefixes);
    assertThat(found).allMatch(prefixes::contains);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          |/run/p.sh a    ~ sh,/run/p.sh,a
          @|x             ~ -sh,x
          |@/run/p.sh a   ~ -sh,/run/p.sh,a
          |               ~ sh
          | echo          ~ sh,echo
          ||/bin/echo     ~ sh,|/bin/echo
          -|"echo a" b    ~ sh,echo a,b
          |a/b c          ~ sh,a/b,c
          """)
  void aCommandOfTheShellHasNoPathOfItsOwn(String value, String argv) {
    ExecCommand command = parse(value).commands().getFirst();
    assertThat(command.has(ExecCommand.Prefix.SHELL)).isTrue();
    assertThat(command.path()).isEqualTo("/bin/sh");
    assertThat(String.join(",", command.argv())).isEqualTo(argv);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a/b              | 1 | invalid path of a command 'a/b'
          ""               | 1 | missing path
          @                | 1 | missing path
          @echo            | 1 | missing or empty zeroth
          @/bin/echo ""    | 1 | missing or empty zeroth
          /bin/            | 1 | directory
          /bin/.           | 1 | directory
          ..               | 1 | directory
          .                | 1 | directory
          /bin/e\\ncho     | 1 | control character
          /bin/e\\x27x     | 1 | control character
          /bin/e[x        | 1 | control character
          /bin/e\\xffx     | 1 | control character
          !!!/bin/echo     | 1 | invalid path
          +!/bin/echo      | 1 | invalid path
          %Z               | 1 | unknown specifier
          /bin/echo a %Z   | 13 | unknown specifier
          /bin/echo a "b   | 13 | unclosed quote
          /bin/a ; b/c     | 10 | invalid path
          """)
  void aWrongCommandIsAnErrorAndWithADashAWarning(String value, int column, String message) {
    ExecLine line = parse(value);
    Problem problem = line.problems().getLast();
    assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
    assertThat(problem.position()).hasToString("a.service:2:" + column);
    assertThat(problem.message()).contains(message);
    if (column == 1 && !value.startsWith("\"")) {
      ExecLine ignored = parse("-" + value);
      assertThat(ignored.commands()).isEmpty();
      assertThat(ignored.problems().getLast().level()).isEqualTo(Problem.Level.WARNING);
      assertThat(ignored.problems().getLast().message()).endsWith("; ignored");
    }
  }

  @Test
  void commandsBeforeAWrongOneAreKept() {
    assertThat(commands(parse("/bin/a x ; b/c ; /bin/d"))).isEqualTo("/bin/a:/bin/a,x");
  }

  @Test
  void anUnclosedQuoteInTheFirstWordIsOnlyAWarning() {
    ExecLine line = parse("\"/bin/echo a");
    assertThat(line.commands()).isEmpty();
    assertThat(Samples.positions(line.problems())).isEqualTo("WARNING 1");
  }

  @Test
  void anUnknownEscapeSequenceIsKeptWithAWarning() {
    ExecLine line = parse("/bin/echo a\\qb \"c\\d\" e\\x2 a\\; \\;; x\\");
    assertThat(commands(line)).isEqualTo("/bin/echo:/bin/echo,a\\qb,c\\d,e\\x2,a\\;,\\;;,x\\");
    assertThat(Samples.positions(line.problems()))
        .isEqualTo("WARNING 12, WARNING 18, WARNING 23, WARNING 28, WARNING 31, WARNING 36");
    assertThat(line.problems().getFirst().message())
        .startsWith("unknown escape sequence '\\\\q'")
        .endsWith("; kept as it is");
  }

  @Test
  void twoExclamationMarksHaveNoEffect() {
    assertThat(parse("!!/bin/a").problems())
        .extracting(Problem::toString)
        .containsExactly("a.service:2:1: prefix !! has no effect");
  }

  @Test
  void aCommandHasItsPosition() {
    assertThat(parse("/bin/a x ; -/bin/b").commands().getLast().position())
        .hasToString("a.service:2:12");
  }

  @Test
  void aNameMayHave255Bytes() {
    String name = "x".repeat(255);
    assertThat(parse(name).problems()).isEmpty();
    assertThat(parse("/a/" + name).problems()).isEmpty();
    assertThat(Samples.positions(parse(name + "x").problems())).isEqualTo("ERROR 1");
    assertThat(Samples.positions(parse("/a/" + name + "x").problems())).isEqualTo("ERROR 1");
  }
}
