// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
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
}
