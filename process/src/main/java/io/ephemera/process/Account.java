// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A user with its group and home directory, as for the specifiers {@code %u}, {@code %U}, {@code
 * %g}, {@code %G} and {@code %h}.
 *
 * @param user its name, or its number if the system knows no name for it
 * @param uid an unsigned 32-bit number
 * @param group the name of the group, or its number
 * @param gid an unsigned 32-bit number
 * @param home absolute; {@code /} for a user that the system does not know
 */
public record Account(Bytes user, int uid, Bytes group, int gid, Bytes home) {
  /** The system administrator, whatever the system's databases say. */
  public static final Account ROOT =
      new Account(Bytes.latin1("root"), 0, Bytes.latin1("root"), 0, Bytes.latin1("/root"));

  /** The effective user and group of this process. */
  public static Account current() {
    int uid = Users.effectiveUid();
    int gid = Users.effectiveGid();
    return of(uid, Users.withId(uid), gid, Users.groupWithId(gid));
  }

  static Account of(int uid, Users.@Nullable User user, int gid, Users.@Nullable Group group) {
    return new Account(
        user == null ? number(uid) : user.name(),
        uid,
        group == null ? number(gid) : group.name(),
        gid,
        user == null ? Bytes.latin1("/") : user.home());
  }

  private static Bytes number(int id) {
    return Bytes.latin1(Integer.toUnsignedString(id));
  }
}
