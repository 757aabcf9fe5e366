// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class NeedTest {
  @Test
  void andCombinesNeeds() {
    Need need = Need.bytes(5).and(Need.executable()).and(Need.bytes(3)).and(Need.small());

    assertThat(need)
        .isEqualTo(Need.executable().and(Need.bytes(5)))
        .hasToString("5 bytes, executable");
    assertThat(need).isNotEqualTo(Need.executable());
    assertThat(Need.large().and(Need.persistent())).hasToString("large, persistent");
    assertThat(Need.small()).hasToString("small");
  }

  @Test
  void negativeSizeIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> Need.bytes(-1));
  }
}
