// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.Bytes;
import io.ephemera.process.Users;
import io.ephemera.tmpfiles.language.Accounts;
import java.util.OptionalInt;

/** The users and groups of the running system. Thread-safe. */
public final class NameServiceAccounts implements Accounts {
  /** The accounts of the running system. */
  public NameServiceAccounts() {}

  /**
   * The ID of a user. {@code root} is 0 without a lookup: most lines name no other user, and a
   * lookup loads the libraries of the name service.
   */
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
