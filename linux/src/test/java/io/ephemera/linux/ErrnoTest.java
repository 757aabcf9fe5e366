// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.errno.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrnoTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
  void aFailedCallReturnsMinusTheNumber(Errno errno) {
    assertThat(Errno.of(errno.number())).isEqualTo(errno);
    assertThat(errno.asResult()).isEqualTo(-errno.number());
    assertThat(errno.isReasonOf(errno.asResult())).isTrue();
    assertThat(errno.isReasonOf(errno.number())).isFalse();
    assertThat(errno.text()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10, 121, 123, 4095, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void anyOtherNumberIsOther(int number) {
    assertThat(Errno.of(number)).isEqualTo(Errno.OTHER);
  }

  @Test
  void aSuccessHasNoReason() {
    for (Errno errno : Errno.values()) {
      assertThat(errno.isReasonOf(0)).as(errno.name()).isFalse();
    }
  }
}
