// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is proposed in place of an unknown word. */
class SuggestionTest {
  private static final List<String> WORDS =
      List.of("where", "temp", "sweep", "tmpfiles", "--create", "--clean", "--exclude-prefix");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wehre            | where
          wher             | where
          swep             | sweep
          tmp              | temp, tmpfiles
          tmpfile          | tmpfiles
          temporary        | temp
          TEMP             | temp
          --craete         | --create
          --creat          | --create
          --creates        | --create
          --Create         | --create
          --excludeprefix  | --exclude-prefix
          ---clean         | --clean
          bogus            |
          x                |
          ''               |
          """)
  void nearestWordsAreProposed(String unknown, String proposed) {
    assertThat(String.join(", ", Suggestion.nearest(unknown, WORDS)))
        .isEqualTo(proposed == null ? "" : proposed);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc, 0",
    "abc, acb, 1",
    "abc, ab, 1",
    "abc, abcd, 1",
    "abc, axc, 1",
    "ab, cd, 2"
  })
  void distanceCountsMistakes(String left, String right, int mistakes) {
    assertThat(Suggestion.edits(left, right)).isEqualTo(mistakes);
    assertThat(Suggestion.edits(right, left)).isEqualTo(mistakes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tmp   | ; did you mean 'temp' or 'tmpfiles'?
          wehre | ; did you mean 'where'?
          bogus | ''
          """)
  void proposalIsAQuestion(String unknown, String text) {
    assertThat(Suggestion.of(unknown, WORDS)).isEqualTo(text);
  }
}
