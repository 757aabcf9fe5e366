// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.OpenFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelLocksTest extends ProcessTestCase {
  private static final String LOCKS =
      """
      1: POSIX  ADVISORY  WRITE 11 00:1f:100 0 EOF
      2: FLOCK  ADVISORY  READ  12 00:1f:200 0 EOF
      3: FLOCK  ADVISORY  WRITE 13 00:1f:300 0 EOF
      3: -> FLOCK  ADVISORY  WRITE 14 00:1f:300 0 EOF
      4: OFDLCK ADVISORY  WRITE -1 00:1f:400 0 0
      5: FLOCK  ADVISORY  WRITE 0 103:05:500 0 EOF
      6: -> FLOCK  ADVISORY  WRITE 16 00:1f:600 0 EOF
      7: FLOCK  ADVISORY  WRITE none 00:1f:700 0 EOF
      8: FLOCK
      """;

  @ParameterizedTest
  @CsvSource({
    "00:1f:100, 0, a POSIX lock",
    "00:1f:200, 0, a shared lock",
    "00:1f:300, 13, an exclusive lock for which another process waits",
    "00:1f:30, 0, a number that begins another one",
    "00:1e:300, 0, another device",
    "00:1f:400, 0, a lock of an open file description",
    "103:05:500, 0, a holder in another pid namespace",
    "00:1f:600, 0, a process that waits",
    "00:1f:700, 0, a holder that is not a number",
  })
  void theHolderIsThatOfTheExclusiveBsdLock(String inode, long holder, String why) {
    String[] numbers = inode.split(":", -1);
    long device = (Long.parseLong(numbers[0], 16) << 32) | Long.parseLong(numbers[1], 16);
    long number = Long.parseLong(numbers[2]);
    assertThat(KernelLocks.holder(KernelLock.parseAll(LOCKS), device, number))
        .as(why)
        .isEqualTo(holder);
  }

  @Test
  void thisProcessHoldsTheLockThatItTook() throws IOException {
    build("f\n");
    try (OpenFile file = OpenFile.openAmbient(bytePath(path("f")))) {
      assertThat(KernelLocks.holder(file)).isZero();
      assertThat(file.tryLock()).isTrue();
      assertThat(KernelLocks.holder(file)).isEqualTo(ProcessHandle.current().pid());
    }
  }
}
