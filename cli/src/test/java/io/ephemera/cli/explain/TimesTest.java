// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 seconds",
    "1, 1 second",
    "59, 59 seconds",
    "60, 1 minute",
    "3599, 59 minutes",
    "3600, 1 hour",
    "86399, 23 hours",
    "86400, 1 day",
    "864000, 10 days"
  })
  void aSpanIsToldInItsLargestUnit(long seconds, String expected) {
    assertThat(Times.span(seconds * 1_000_000)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1000000, 0, in 1 second", "0, 0, in 0 seconds", "0, 7200000000, 2 hours ago"})
  void aTimeIsToldFromNowOn(long time, long now, String expected) {
    assertThat(Times.relative(time, now)).isEqualTo(expected);
  }
}
