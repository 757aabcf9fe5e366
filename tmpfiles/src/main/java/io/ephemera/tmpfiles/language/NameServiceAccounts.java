// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import io.ephemera.process.Users;
import java.util.OptionalInt;

/** The users and groups of this system. Thread-safe. */
public final class NameServiceAccounts implements Accounts {
  /** The accounts of this system. */
  public NameServiceAccounts() {}

  /** {@code root} is 0 without asking: most lines name nobody else, and asking loads libraries. */
  @Override
  public OptionalInt user(String name) {
    if (name.equals("root")) {
      return OptionalInt.of(0);
    }
    Users.User user = Users.named(Bytes.latin1(name));
    return user == null ? OptionalInt.empty() : OptionalInt.of(user.uid());
  }

  @Override
  public OptionalInt group(String name) {
    if (name.equals("root")) {
      return OptionalInt.of(0);
    }
    Users.Group group = Users.groupNamed(Bytes.latin1(name));
    return group == null ? OptionalInt.empty() : OptionalInt.of(group.gid());
  }
}
