// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a line of cron runs next, crontab(5). 2026-11-29 is a Sunday. */
class CronTimeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *        | 2026-11-29T22:00:30Z | 2026-11-29T22:01Z
          25 6 * * *       | 2026-11-29T22:00Z    | 2026-11-30T06:25Z
          25 6 * * *       | 2026-11-29T06:24:59Z | 2026-11-29T06:25Z
          25 6 * * *       | 2026-11-29T06:25Z    | 2026-11-30T06:25Z
          */20 * * * *     | 2026-11-29T22:41Z    | 2026-11-29T23:00Z
          10-50/20 3 * * * | 2026-11-29T03:10Z    | 2026-11-29T03:30Z
          5/20 3 * * *     | 2026-11-29T03:26Z    | 2026-11-29T03:45Z
          0 0,12 * * *     | 2026-11-29T00:00Z    | 2026-11-29T12:00Z
          47 6 * * 7       | 2026-11-29T07:00Z    | 2026-12-06T06:47Z
          47 6 * * sun     | 2026-11-28T07:00Z    | 2026-11-29T06:47Z
          0 4 * * 1-5      | 2026-11-28T07:00Z    | 2026-11-30T04:00Z
          52 6 1 * *       | 2026-11-29T07:00Z    | 2026-12-01T06:52Z
          0 0 29 2 *       | 2026-11-29T07:00Z    | 2028-02-29T00:00Z
          0 0 15 * mon     | 2026-11-29T07:00Z    | 2026-11-30T00:00Z
          0 0 30 * mon     | 2026-12-01T07:00Z    | 2026-12-07T00:00Z
          0 0 1 Jan *      | 2026-11-29T07:00Z    | 2027-01-01T00:00Z
          @daily           | 2026-11-29T07:00Z    | 2026-11-30T00:00Z
          @hourly          | 2026-11-29T07:00Z    | 2026-11-29T08:00Z
          @weekly          | 2026-11-29T07:00Z    | 2026-12-06T00:00Z
          """)
  void aLineRunsAtTheNextTimeThatFitsAllFields(String line, String now, String next) {
    CronTime time = Objects.requireNonNull(CronTime.parse(line));
    assertThat(time.next(ZonedDateTime.parse(now))).contains(ZonedDateTime.parse(next));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "*/0 * * * *",
        "5-3 * * * *",
        "x * * * *",
        "1, * * * *",
        "1- * * * *",
        "-1 * * * *",
        "99999999999 * * * *",
        "@reboot",
        "@never"
      })
  void whatIsNoTimeIsNotUnderstood(String line) {
    assertThat(CronTime.parse(line)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *"})
  void aDayThatNeverComesIsNotWaitedFor(String line) {
    CronTime time = Objects.requireNonNull(CronTime.parse(line));
    assertThat(time.next(ZonedDateTime.parse("2026-11-29T07:00Z"))).isEmpty();
  }
}
