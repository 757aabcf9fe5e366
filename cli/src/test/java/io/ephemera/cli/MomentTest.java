// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The moment from which ages count. */
class MomentTest {
  private static final long NOW = 1_800_000_000_000_000L;

  private static long moment(String option) throws UsageException {
    return Moment.of(Options.parse(List.of(Bytes.latin1(option))), NOW);
  }

  @Test
  void withoutAnOptionItIsNow() throws UsageException {
    assertThat(moment("--clean")).isEqualTo(NOW);
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
  void anOptionNamesAnother(String option, long seconds) throws UsageException {
    assertThat(moment(option)).isEqualTo(seconds * 1_000_000);
  }

  @Test
  void aDayBeginsAtMidnightHere() throws UsageException {
    assertThat(moment("--at=2027-02-01") - moment("--at=2027-01-31")).isEqualTo(86_400_000_000L);
    assertThat(moment("--at=2027-01-31 12:00") - moment("--at=2027-01-31"))
        .isEqualTo(43_200_000_000L);
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
  void whatIsNoTimeIsRefused(String option) {
    assertThatThrownBy(() -> moment(option))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("expected one such as");
  }
}
