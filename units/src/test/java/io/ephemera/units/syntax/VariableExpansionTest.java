// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program printed that systemd 252 and 262 started with these arguments. */
class VariableExpansionTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "S", "a  b\tc",
          "Q", "x 'y z' \"w v\" u",
          "U", "un 'closed q",
          "B", "a\\\\x20b c\\\\ d e\\\\",
          "E", "",
          "N", "n",
          "SP", "  ");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          $S                        ~ [a][b][c]
          $Q                        ~ [x][y z][w v][u]
          $U                        ~ [un][closed q]
          $B                        ~ [a\\x20b][c\\][d][e\\]
          a$S ${S}b x${S}y${S}      ~ [a$S][a  b\tcb][xa  b\tcya  b\tc]
          $E| $E ${E} a${E}b        ~ [][ab]
          $X ${X} a${X}b            ~ [][ab]
          $$ $$S $$$S $$$$ a$$b     ~ [$][$S][$$S][$$][a$b]
          $                         ~
          $N-x $N${N} ${N}$N        ~ [n$N]
          ${N:-z} ${X:-z} ${N       ~ [][][${N]
          ${} ${N}}                 ~ [][n}]
          $SP ${SP}|                ~ [  |]
          $1 $N$$ $N.x              ~
          ${N$$}${N}                ~ [n]
          x$                        ~ [x$]
          plain                     ~ [plain]
          """)
  void variablesAreReplacedAsSystemdReplacesThem(String arguments, String expected) {
    List<String> argv = List.of(arguments.split(" ", -1));
    List<String> texts = new ArrayList<>();
    for (String word : VariableExpansion.expand(argv, ENVIRONMENT::get)) {
      texts.add("[" + word + "]");
    }
    assertThat(String.join("", texts)).isEqualTo(expected == null ? "" : expected);
  }
}
