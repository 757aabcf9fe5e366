// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsersTest {
  @Test
  void rootIsKnownAndAMadeUpNameIsNot() throws SystemCallException {
    assertThat(Users.named(Bytes.latin1("root")))
        .isEqualTo(Users.withId(0))
        .extracting(Users.User::uid)
        .isEqualTo(0);
    assertThat(Users.groupNamed(Bytes.latin1("root"))).isEqualTo(Users.groupWithId(0));
    assertThat(Users.named(Bytes.latin1("nobody-has-this-name"))).isNull();
    assertThat(Users.groupNamed(Bytes.latin1("nobody-has-this-name"))).isNull();
  }

  @Test
  void groupsOfAUserAreThoseOfId() throws Exception {
    Process id = new ProcessBuilder("id", "-G", "root").start();
    List<Integer> groups =
        Arrays.stream(
                new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1))
            .map(Integer::valueOf)
            .sorted()
            .toList();
    assertThat(Users.groupsOf(Bytes.latin1("root"), 0)).isEqualTo(groups);
  }

  @Test
  void groupsAreUnsignedNumbersEachOnce() {
    assertThat(Users.sorted(new int[] {-2, 7, 3, 7})).containsExactly(3, 7, -2);
  }
}
