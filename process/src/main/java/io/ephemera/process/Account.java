// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * A user with its group and home directory, as for the specifiers {@code %u}, {@code %U}, {@code
 * %g}, {@code %G} and {@code %h}.
 *
 * @param user its name, or its number if the system has no name for it; null if the name service
 *     cannot say
 * @param uid an unsigned 32-bit number
 * @param group the name of the group, or its number; null as for {@code user}
 * @param gid an unsigned 32-bit number
 * @param home an absolute path, or null if none is known
 */
public record Account(
    @Nullable Bytes user, int uid, @Nullable Bytes group, int gid, @Nullable Bytes home) {
  /** The system administrator, whatever the system's databases say. */
  public static final Account ROOT =
      new Account(Bytes.latin1("root"), 0, Bytes.latin1("root"), 0, Bytes.latin1("/root"));

  /** The effective user and group of this process. */
  public static Account current() {
    int gid = Users.effectiveGid();
    Account known = ofUser(Users.effectiveUid());
    return new Account(known.user(), known.uid(), groupName(gid), gid, known.home());
  }

  private static Account ofUser(int uid) {
    try {
      return of(uid, Users.withId(uid));
    } catch (SystemCallException e) {
      return new Account(null, uid, null, 0, null);
    }
  }

  /** A user, as the databases of the system know it, without its group. */
  static Account of(int uid, Users.@Nullable User user) {
    return user == null
        ? new Account(number(uid), uid, null, 0, null)
        : new Account(user.name(), uid, null, 0, absolute(user.home()));
  }

  private static @Nullable Bytes absolute(Bytes home) {
    return home.isEmpty() || home.at(0) != '/' ? null : home;
  }

  private static @Nullable Bytes groupName(int gid) {
    try {
      Users.Group group = Users.groupWithId(gid);
      return group == null ? number(gid) : group.name();
    } catch (SystemCallException e) {
      return null;
    }
  }

  private static Bytes number(int id) {
    return Bytes.latin1(Integer.toUnsignedString(id));
  }
}
