// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Users;
import java.util.HashMap;
import java.util.Map;

/** Names of users and groups; each is asked for once. */
final class Owners {
  private final Map<Integer, String> users = new HashMap<>();
  private final Map<Integer, String> groups = new HashMap<>();

  /** The owner and the group: {@code root:root}. */
  String of(Stat stat) {
    return of(stat.uid(), stat.gid());
  }

  /** The same of numbers. */
  String of(int uid, int gid) {
    return user(uid) + ":" + groups.computeIfAbsent(gid, Owners::askGroup);
  }

  /** The name of a user, or the number. */
  String user(int uid) {
    return users.computeIfAbsent(uid, Owners::askUser);
  }

  private static String askUser(int uid) {
    try {
      Users.User user = Users.withId(uid);
      return user == null ? Integer.toUnsignedString(uid) : user.name().toString();
    } catch (SystemCallException e) {
      return Integer.toUnsignedString(uid);
    }
  }

  private static String askGroup(int gid) {
    try {
      Users.Group group = Users.groupWithId(gid);
      return group == null ? Integer.toUnsignedString(gid) : group.name().toString();
    } catch (SystemCallException e) {
      return Integer.toUnsignedString(gid);
    }
  }
}
