// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;

/** Prints who besides a user is in a group of the system below a directory. */
final class GroupMembersProbe {
  private GroupMembersProbe() {}

  /** Takes the directory, the user and the group. */
  public static void main(String[] arguments) {
    GroupMembers groups = GroupMembers.below(BytePath.of(arguments[0]));
    Access others = groups.besides(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    System.out.println(words(others));
  }

  /** Names other members; "none" if there are none, "unknown" if that is not known. */
  static String words(Access access) {
    if (access instanceof Access.Shared shared) {
      return shared.how().replaceAll("which user (.*) is in", "$1");
    }
    return access.isExclusive() ? "none" : "unknown";
  }
}
