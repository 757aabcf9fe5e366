// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest extends LinuxTestCase {
  @Test
  void theyAreThoseThatProcShows() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    assertThat(status)
        .anyMatch(
            line -> line.startsWith("Uid:\t" + Credentials.getuid() + "\t" + Credentials.geteuid()))
        .anyMatch(line -> line.matches("Gid:\t\\d+\t" + Credentials.getegid() + "\t.*"));
  }

  @Test
  void randomBytesFillTheArrayUpTo256() {
    byte[] one = new byte[32];
    byte[] two = new byte[32];
    assertThat(Credentials.getrandom(one)).isEqualTo(32);
    assertThat(Credentials.getrandom(two)).isEqualTo(32);
    assertThat(one).isNotEqualTo(two);
    assertThat(Credentials.getrandom(new byte[1000])).isEqualTo(256);
  }

  @Test
  void aRangeOfDescriptorsIsClosed() {
    Fd file = open("f", RW);
    int number = file.number();
    assertThat(Credentials.closeRange(number, number, 0)).isZero();
    assertThat(Io.write(file, bytes("x"), 0, 1)).isEqualTo(-EBADF);
    assertThat(Credentials.closeRange(number + 1, number, 0)).isEqualTo(-EINVAL);
    assertThat(Credentials.closeRange(1 << 20, -1, Constants.CLOSE_RANGE_CLOEXEC)).isZero();
  }
}
