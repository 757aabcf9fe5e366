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
  void idsAreThoseThatProcShows() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    assertThat(status)
        .anyMatch(line -> line.matches("Uid:\t\\d+\t" + Credentials.geteuid() + "\t.*"))
        .anyMatch(line -> line.matches("Gid:\t\\d+\t" + Credentials.getegid() + "\t.*"));
  }

  @Test
  void theUserIsTheSameAtEveryCall() {
    assertThat(Credentials.geteuid()).isEqualTo(Credentials.geteuid());
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
}
