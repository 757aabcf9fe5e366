// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

/**
 * The users and groups that the user namespace of this process knows, user_namespaces(7): no other
 * one can be given to a file, and a file that belongs to another one cannot be changed.
 */
public final class UserNamespace {
  private final KernelFiles kernel;

  /** The one that these files describe. */
  public UserNamespace(KernelFiles kernel) {
    this.kernel = kernel;
  }

  /** Says that a user is not mapped; empty if the user is, or if that is not known. */
  public String unmappedUser(int uid) {
    return words("user", uid, "/proc/self/uid_map");
  }

  /** Says that a group is not mapped; empty if the group is, or if that is not known. */
  public String unmappedGroup(int gid) {
    return words("group", gid, "/proc/self/gid_map");
  }

  /** Whether it is the one of the system, in which all users are mapped; false if unknown. */
  boolean isInitial() {
    return kernel.text("/proc/self/uid_map").trim().matches("0 +0 +4294967295");
  }

  private String words(String kind, int id, String file) {
    String map = kernel.text(file);
    long number = Integer.toUnsignedLong(id);
    return map.isEmpty() || isMapped(map, number)
        ? ""
        : kind + " " + number + " is not mapped in this user namespace";
  }

  /** Lines of the first number here, the first number outside, and how many there are. */
  private static boolean isMapped(String map, long id) {
    String[] numbers = map.trim().split("\\s+", -1);
    for (int i = 0; i + 2 < numbers.length; i += 3) {
      long first = Long.parseLong(numbers[i]);
      if (id >= first && id < first + Long.parseLong(numbers[i + 2])) {
        return true;
      }
    }
    return false;
  }
}
