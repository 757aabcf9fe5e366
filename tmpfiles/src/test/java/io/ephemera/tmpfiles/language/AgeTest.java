// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgeTest {
  private static Age age(String text) {
    return Objects.requireNonNull(SampleParser.DEFAULT.line("d /a - - - \"" + text + "\"").age());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "00, 0",
    "10, 10000000",
    "+10, 10000000",
    "1d, 86400000000",
    "1day, 86400000000",
    "2days, 172800000000",
    "1w, 604800000000",
    "1weeks, 604800000000",
    "1h, 3600000000",
    "1hr, 3600000000",
    "1hours, 3600000000",
    "1m, 60000000",
    "1min, 60000000",
    "1minutes, 60000000",
    "1s, 1000000",
    "1sec, 1000000",
    "1seconds, 1000000",
    "1ms, 1000",
    "1msec, 1000",
    "1us, 1",
    "1usec, 1",
    "1\u00c2\u00b5s, 1",
    "1\u00ce\u00bcs, 1",
    "1M, 2629800000000",
    "1month, 2629800000000",
    "1y, 31557600000000",
    "1years, 31557600000000",
    "1.5h, 5400000000",
    ".5h, 1800000000",
    "0.000001, 1",
    "0.0000001, 0",
    "1d1h, 90000000000",
    "1d 1h, 90000000000",
    "1 d 1 h, 90000000000",
    "1 2, 3000000",
    "1 .5h, 1801000000",
    "1h+1m, 3660000000",
    "9223372036854775806us, 9223372036854775806"
  })
  void aTimeSpanIsASumOfNumbersWithUnits(String text, long micros) {
    assertThat(age(text).micros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "infinity",
        " infinity ",
        "~infinity",
        "a:infinity",
        "9223372036854775807us",
        "9223372036854775807us 9223372036854775807us"
      })
  void anAgeCanBeInfinite(String text) {
    assertThat(age(text).micros()).isEqualTo(Age.INFINITY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "-1",
        "-0",
        "0x10",
        "1e3",
        "1..5h",
        "1.h",
        ".h",
        ".",
        "1.5.5h",
        "+.5h",
        "+ 1d",
        "++1d",
        "1.-5h",
        "1d,1h",
        "1ys",
        "1mon",
        "1nsec",
        "1h-1m",
        "infinity 1",
        "1 infinity",
        "Infinity",
        "~",
        "~~1d",
        "a:",
        "a:~1d",
        "a:b:1d",
        "9223372036854775808us",
        "99999999999999999999",
        "99999999y",
        "584555y",
        "9223372036854775807us 9223372036854775807us 1us"
      })
  void anInvalidTimeSpanIsAnError(String text) {
    Problem problem = SampleParser.DEFAULT.problem("d /a - - - \"" + text + "\"");
    assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
    assertThat(problem.message()).startsWith("Invalid age");
  }

  @Test
  void allTimestampsExceptTheChangeTimeOfDirectoriesAreTheDefault() {
    assertThat(age("1d").files()).isEqualTo(Set.of(Timestamp.values()));
    assertThat(age("1d").directories())
        .isEqualTo(Set.of(Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.MODIFICATION));
  }

  @ParameterizedTest
  @CsvSource({"a, ACCESS", "b, BIRTH", "c, CHANGE", "m, MODIFICATION"})
  void aSmallLetterSelectsATimestampOfFilesOnly(String letter, Timestamp timestamp) {
    Age age = age(letter + letter + " :1d");
    assertThat(age.files()).isEqualTo(Set.of(timestamp));
    assertThat(age.directories()).isEqualTo(age("1d").directories());
  }

  @ParameterizedTest
  @CsvSource({"A, ACCESS", "B, BIRTH", "C, CHANGE", "M, MODIFICATION"})
  void aCapitalLetterSelectsATimestampOfDirectoriesOnly(String letter, Timestamp timestamp) {
    Age age = age(letter + ":1d");
    assertThat(age.directories()).isEqualTo(Set.of(timestamp));
    assertThat(age.files()).isEqualTo(age("1d").files());
  }

  @ParameterizedTest
  @ValueSource(strings = {":1d", " :1d", "x:1d", "1d:", "ax:1d"})
  void anInvalidTimestampLetterIsAnError(String text) {
    assertThat(SampleParser.DEFAULT.problem("d /a - - - \"" + text + "\"").message())
        .contains("abcm");
  }

  @Test
  void aTildeKeepsTheFirstLevelAndIsAnErrorForASingleFile() {
    assertThat(age("~1d").keepFirstLevel()).isTrue();
    assertThat(age("1d").keepFirstLevel()).isFalse();
    assertThat(SampleParser.DEFAULT.line("R /a - - - ~1d").age()).isEqualTo(age("~1d"));
    assertThat(SampleParser.DEFAULT.problem("r /a - - - ~1d").position().column()).isEqualTo(12);
  }
}
