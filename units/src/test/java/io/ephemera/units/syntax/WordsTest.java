// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words as systemd splits them; {@code ,} separates them in the tables. */
class WordsTest {
  static String texts(WordList list) {
    List<String> texts = new ArrayList<>();
    for (Word word : list.words()) {
      texts.add(word.text());
    }
    return String.join(",", texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          QUOTED          | /a  /b              | /a,/b
          QUOTED          | "/c d" '/e f'       | /c d,/e f
          QUOTED          | a"b c"d'e'          | ab cde
          QUOTED          | "it's" '"'          | it's,"
          QUOTED          | "" a ''             | ,a,
          QUOTED          | /a\\x20b \\D c\\ d  | /ax20b,D,c d
          QUOTED          | "a\\"b" 'c\\'d'     | a"b,c'd
          DECODED         | a\\x20b "c\\td"     | a b,c\td
          DECODED         | a\\sb \\u00e9       | a b,\u00c3\u00a9
          DECODED         | '\\x41\\101'        | AA
          DECODED         | \\"a\\'             | "a'
          DECODED         | %n $x               | %n,$x
          DECODED_LENIENT | a\\qb "c\\d" e\\x2  | a\\qb,c\\d,e\\x2
          DECODED_LENIENT | a\\; \\;; f\\,      | a\\;,\\;;,f\\,
          DECODED_LENIENT | \\0 \\x20           | \\0,` `
          DECODED_LENIENT | a\\                 | a\\
          KEPT            | a\\x20b "c\\:d e"   | a\\x20b,c\\:d e
          KEPT            | a\\ b               | a\\,b
          UNQUOTED        | a "b c" d\\x20e     | a,"b,c",dx20e
          VARIABLE        | un 'closed q        | un,closed q
          VARIABLE        | a\\x20b c\\ d e\\   | ax20b,c d,e
          VARIABLE        | x 'y z' "w v" u     | x,y z,w v,u
          """)
  void aStyleDecidesWhatQuotesAndBackslashesMean(WordStyle style, String value, String words) {
    WordList list = Words.split(value, style);
    assertThat(texts(list)).isEqualTo(words.replace("` `", " "));
    assertThat(list.invalid()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DECODED         | A=1 "B=2 C=3   | A=1 | 4
          DECODED         | A=1 B\\q C     | A=1 | 5
          DECODED         | A=1 \\x00 C    | A=1 | 4
          DECODED         | A=1 B\\        | A=1 | 5
          DECODED_LENIENT | a "b\\         | a   | 2
          QUOTED          | /a '/k         | /a  | 3
          QUOTED          | /a b"c\\"      | /a  | 4
          KEPT            | a "b           | a   | 2
          UNQUOTED        | a b\\          | a   | 3
          """)
  void theWordsBeforeAnInvalidOneAreKept(WordStyle style, String value, String words, int index) {
    WordList list = Words.split(value, style);
    assertThat(texts(list)).isEqualTo(words);
    assertThat(list.invalid()).isNotNull().extracting(WordList.Invalid::index).isEqualTo(index);
  }

  @Test
  void aWordHasTheIndexWhereItBegins() {
    assertThat(Words.split(" a \t\"b\"  c ", WordStyle.QUOTED).words())
        .containsExactly(new Word("a", 1), new Word("b", 4), new Word("c", 9));
    assertThat(Words.split(" \t", WordStyle.QUOTED).words()).isEmpty();
  }
}
