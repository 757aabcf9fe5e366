// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;

/**
 * Who the lines are carried out for: what {@code %u}, {@code %U}, {@code %g}, {@code %G} and {@code
 * %h} say.
 *
 * @param uid 32 bits without sign
 * @param gid 32 bits without sign
 * @param home absolute
 */
public record Account(Bytes user, int uid, Bytes group, int gid, Bytes home) {
  /** The system itself. */
  public static final Account ROOT =
      new Account(Bytes.latin1("root"), 0, Bytes.latin1("root"), 0, Bytes.latin1("/root"));

  /** The user whose process this is; numbers stand for names that there are not. */
  public static Account current() {
    int uid = Users.effectiveUid();
    int gid = Users.effectiveGid();
    Users.User user = Users.withId(uid);
    Users.Group group = Users.groupWithId(gid);
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
