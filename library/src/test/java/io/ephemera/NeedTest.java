// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1075, 1.0 KiB",
    "1536, 1.5 KiB",
    "3221225472, 3.0 GiB",
    "9223372036854775807, 7.9 EiB"
  })
  void sizesAreToldWithAUnit(long bytes, String text) {
    assertThat(Amount.text(bytes)).isEqualTo(text);
  }

  @Test
  void needsAreCombined() {
    Need need = Need.bytes(5).and(Need.executable()).and(Need.bytes(3)).and(Need.small());

    assertThat(need)
        .isEqualTo(Need.executable().and(Need.bytes(5)))
        .hasToString("5 bytes, executable");
    assertThat(need).isNotEqualTo(Need.executable());
    assertThat(Need.large().and(Need.persistent())).hasToString("large, persistent");
    assertThat(Need.small()).hasToString("small");
  }

  @Test
  void aNegativeSizeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Need.bytes(-1));
  }
}
