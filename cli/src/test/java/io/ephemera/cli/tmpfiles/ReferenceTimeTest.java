// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.cli.command.CommandLineParser;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The time that ages are compared with. */
class ReferenceTimeTest {
  private static final long NOW = 1_800_000_000_000_000L;

  private static long time(String option) throws UsageException {
    return ReferenceTime.of(
        CommandLineParser.parse(new TmpfilesDefinition(), List.of(Bytes.latin1(option))),
        TmpfilesDefinition.IN,
        TmpfilesDefinition.AT,
        NOW);
  }

  @Test
  void defaultIsNow() throws UsageException {
    assertThat(time("--clean")).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "--at=@1801396800, 1801396800",
    "--at=2027-01-31T12:00:00Z, 1801396800",
    "--at=2027-01-31T13:00:00+01:00, 1801396800",
    "--at=2027-01-31 12:00:00Z, 1801396800",
    "--in=2w, 1801209600",
    "--in=1d 12h, 1800129600",
    "--in=90, 1800000090",
  })
  void optionSelectsAnotherTime(String option, long seconds) throws UsageException {
    assertThat(time(option)).isEqualTo(seconds * 1_000_000);
  }

  @Test
  void dayBeginsAtLocalMidnight() throws UsageException {
    assertThat(time("--at=2027-02-01") - time("--at=2027-01-31")).isEqualTo(86_400_000_000L);
    assertThat(time("--at=2027-01-31 12:00") - time("--at=2027-01-31")).isEqualTo(43_200_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--at=",
        "--at=soon",
        "--at=@",
        "--at=2027-13-01",
        "--at=@x",
        "--in=",
        "--in=soon",
        "--in=-1d",
        "--in=infinity"
      })
  void invalidTimesAreRefused(String option) {
    assertThatThrownBy(() -> time(option))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected one such as");
  }
}
