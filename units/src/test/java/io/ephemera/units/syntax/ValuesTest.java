// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth values, modes and UTF-8. */
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "1,true",
    "yes,true",
    "Y,true",
    "tRue,true",
    "T,true",
    "On,true",
    "0,false",
    "NO,false",
    "n,false",
    "false,false",
    "f,false",
    "off,false",
    "2,",
    "yess,",
    "'',",
    "' yes',",
    "enable,"
  })
  void aTruthValueHasSixSpellings(String text, Boolean expected) {
    assertThat(Booleans.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "7,7",
    "0755,493",
    "00755,493",
    "7777,4095",
    "0,0",
    "10000,-1",
    "0777777,-1",
    "0o755,-1",
    "8,-1",
    "'',-1",
    "-1,-1",
    "+7,-1",
    "u+x,-1"
  })
  void aModeIsOctal(String text, int expected) {
    assertThat(Modes.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u00e9", "\u20ac", "\ud83d\ude00", "\uffef", "\ue000"})
  void textIsUtf8(String text) {
    assertThat(Utf8.isValid(Bytes.utf8(text).latin1())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff",
        "a\u00c3",
        "\u0080",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00e0\u0080\u0080",
        "\u00e2\u0082",
        "\u00ed\u00a0\u0080",
        "\u00ef\u00bf\u00be",
        "\u00ef\u00b7\u0090",
        "\u00f0\u0080\u0080\u0080",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080"
      })
  void otherBytesAreNotUtf8(String latin1) {
    assertThat(Utf8.isValid(latin1)).isFalse();
  }
}
