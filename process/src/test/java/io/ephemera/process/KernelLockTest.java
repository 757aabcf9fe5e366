// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of /proc/locks and of fdinfo. */
class KernelLockTest {
  @ParameterizedTest
  @CsvSource({
    "1: POSIX  ADVISORY  WRITE 11 00:1f:100 0 EOF, POSIX, true, 11, 31, 100, 0 EOF",
    "2: FLOCK  ADVISORY  READ  12 fd:05:200 0 EOF, FLOCK, false, 12, 1086626725893, 200, 0 EOF",
    "3: OFDLCK ADVISORY  WRITE -1 00:1f:9 5 17, OFD, true, -1, 31, 9, 5 17",
    "4: LEASE  ACTIVE    READ  13 00:1f:9 0 EOF, LEASE, false, 13, 31, 9, 0 EOF",
    "5: DELEG  ACTIVE    READ  0 00:1f:18446744073709551615 0 EOF, DELEGATION, false, 0, 31, -1, 0 EOF",
  })
  void aLineIsTakenApart(
      String line,
      KernelLock.Kind kind,
      boolean writes,
      long taker,
      long device,
      long inode,
      String range) {
    assertThat(KernelLock.parse(line))
        .isEqualTo(new KernelLock(kind, writes, taker, device, inode, range));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1: FLOCK",
        "1: -> FLOCK  ADVISORY  WRITE 14 00:1f:300 0 EOF",
        "1: ACCESS ADVISORY  READ 14 00:1f:300 0 EOF",
        "1: FLOCK  ADVISORY  WRITE none 00:1f:300 0 EOF",
        "1: FLOCK  ADVISORY  WRITE 14 00:1f 0 EOF",
        "1: FLOCK  ADVISORY  WRITE 14 xx:1f:300 0 EOF",
      })
  void anotherFormIsNoLockThatIsHeld(String line) {
    assertThat(KernelLock.parse(line)).isNull();
  }

  @Test
  void theSameLockIsEqualWhoeverShowsIt() {
    KernelLock one = parsed("1: FLOCK ADVISORY WRITE 11 00:1f:100 0 EOF");
    KernelLock other = parsed("7: FLOCK ADVISORY WRITE 0 00:1f:100 0 EOF");
    assertThat(one).isNotEqualTo(other);
    assertThat(one.withoutTaker()).isEqualTo(other.withoutTaker());
  }

  private static KernelLock parsed(String line) {
    return Objects.requireNonNull(KernelLock.parse(line));
  }
}
