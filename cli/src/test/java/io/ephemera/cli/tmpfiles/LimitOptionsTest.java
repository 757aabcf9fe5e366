// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.cli.command.CommandLineParser;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a run may take, and how fast it may be. */
class LimitOptionsTest {
  private static Progress progress(String option) throws UsageException {
    return new Progress(
        LimitOptions.throttle(
            CommandLineParser.parse(new TmpfilesDefinition(), List.of(Bytes.latin1(option)))));
  }

  @Test
  void defaultIsNoLimit() throws UsageException {
    assertThat(progress("--clean").snapshot().nanosLeft()).isEqualTo(Throttle.UNLIMITED);
  }

  @ParameterizedTest
  @CsvSource({"--time-limit=30s, 30", "--time-limit=5min, 300", "--time-limit=1h 1s, 3601"})
  void timeLimitIsATimeSpan(String option, long seconds) throws UsageException {
    assertThat(progress(option).snapshot().nanosLeft())
        .isPositive()
        .isLessThanOrEqualTo(seconds * 1_000_000_000)
        .isGreaterThan((seconds - 10) * 1_000_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--limit-rate=5000", "--limit-rate=20K", "--limit-rate=1M"})
  void rateIsANumberWithAUnit(String option) throws UsageException {
    assertThat(progress(option).snapshot().seen()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--time-limit=",
        "--time-limit=0",
        "--time-limit=soon",
        "--time-limit=-1s",
        "--limit-rate=",
        "--limit-rate=0",
        "--limit-rate=K",
        "--limit-rate=-5",
        "--limit-rate=5k",
        "--limit-rate=1.5K",
        "--limit-rate=9999999999999999",
      })
  void invalidLimitsAreRefused(String option) {
    assertThatThrownBy(() -> progress(option))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'" + option + "'")
        .hasMessageContaining("expected one such as");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0       | 0      | 0           | 1           | 0            | 0 seen, 0 removed, 0 bytes freed, 0/s, 0:00
          1234567 | 300000 | 1288699904  | 3000000000  | 0            | 1,234,567 seen, 300,000 removed, 1.2 GiB freed, 411,522/s, 0:03
          10      | 1      | 1536        | 61000000000 | 119000000000 | 10 seen, 1 removed, 1.5 KiB freed, 0/s, 1:01, at most 1:59 left
          """)
  void progressIsOneLine(long seen, long removed, long freed, long nanos, long left, String line) {
    assertThat(ProgressLine.line(new Progress.Snapshot(seen, removed, freed, nanos, left, false)))
        .isEqualTo(line);
  }
}
