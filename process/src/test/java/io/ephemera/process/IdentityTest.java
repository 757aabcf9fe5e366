// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The boot, the pid namespace and the user of this process. */
class IdentityTest {
  @Test
  void theBootIdIsTheKernelsUuid() throws IOException {
    assertThat(BootId.read()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(BootId.readIfKnown()).isEqualTo(BootId.read());
  }

  @Test
  void theNamespaceIsTheOneThatProcShows() throws IOException {
    assertThat("pid:[" + PidNamespace.own() + "]")
        .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  @Test
  void theAccountIsThatOfTheEffectiveUser() {
    Account account = Account.current();
    assertThat(account.uid()).isEqualTo(Users.effectiveUid());
    assertThat(account.gid()).isEqualTo(Users.effectiveGid());
    assertThat(account.home()).isNotNull().extracting(home -> home.at(0)).isEqualTo((byte) '/');
  }

  @Test
  void numberStandsForUnknownNameAndNothingForUnknownHome() {
    assertThat(Account.of(-2, null))
        .isEqualTo(new Account(Bytes.latin1("4294967294"), -2, null, 0, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "home/shop"})
  void homeThatIsNotAbsoluteIsUnknown(String home) {
    Users.User user =
        new Users.User(Bytes.latin1("shop"), 7, 8, Bytes.latin1(home), Bytes.latin1("/bin/sh"));
    assertThat(Account.of(7, user).home()).isNull();
  }

  @Test
  void namesAndHomeAreThoseOfTheDatabases() {
    Users.User user =
        new Users.User(
            Bytes.latin1("shop"), 7, 8, Bytes.latin1("/srv/shop"), Bytes.latin1("/bin/sh"));
    assertThat(Account.of(7, user))
        .isEqualTo(new Account(Bytes.latin1("shop"), 7, null, 0, Bytes.latin1("/srv/shop")));
  }
}
