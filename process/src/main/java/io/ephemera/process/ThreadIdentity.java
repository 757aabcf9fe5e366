// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.ThreadCredentials;
import io.ephemera.linux.errno.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom the calling thread acts, credentials(7). What it executes or starts acts likewise; the
 * other threads of this process stay as they are. IDs are unsigned 32-bit numbers.
 *
 * @param users four IDs: real, effective, saved, and that of the file system
 * @param groups likewise
 * @param supplementary the supplementary groups, sorted, each once
 * @param capabilities what it may do beyond that
 */
public record ThreadIdentity(
    List<Integer> users,
    List<Integer> groups,
    List<Integer> supplementary,
    Capabilities capabilities) {
  private static final int IDS = 4;
  private static final int MOST_CAPABILITIES = 64;
  private static final String SETGROUPS = "/proc/self/setgroups";

  /** Takes copies. */
  public ThreadIdentity {
    users = List.copyOf(users);
    groups = List.copyOf(groups);
    supplementary = List.copyOf(supplementary);
  }

  /**
   * Four of the sets of capabilities(7), a bit for each capability. The fifth, the bounding set, is
   * what can be gained by executing files.
   */
  public record Capabilities(long effective, long permitted, long inheritable, long ambient) {
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;

    /** Whether all four are empty. */
    public boolean areNone() {
      return (effective | permitted | inheritable | ambient) == 0;
    }

    boolean includeChangeOfIdentity() {
      return ((effective >> CAP_SETGID) & (effective >> CAP_SETUID) & 1) == 1;
    }
  }

  /** That of the calling thread now. */
  public static ThreadIdentity current() throws SystemCallException {
    int[] users = new int[IDS];
    check(ThreadCredentials.users(users), SystemCall.GET_CREDENTIALS);
    int[] groups = new int[IDS];
    check(ThreadCredentials.groups(groups), SystemCall.GET_CREDENTIALS);
    return new ThreadIdentity(toList(users), toList(groups), supplementaryNow(), capabilitiesNow());
  }

  private static List<Integer> toList(int[] ids) {
    List<Integer> list = new ArrayList<>(ids.length);
    for (int id : ids) {
      list.add(id);
    }
    return list;
  }

  private static List<Integer> supplementaryNow() throws SystemCallException {
    int count = check(ThreadCredentials.getgroups(new int[0]), SystemCall.GET_CREDENTIALS);
    int[] ids = new int[count];
    check(ThreadCredentials.getgroups(ids), SystemCall.GET_CREDENTIALS);
    return Users.sorted(ids);
  }

  private static Capabilities capabilitiesNow() throws SystemCallException {
    long[] sets = new long[3];
    check(ThreadCredentials.capabilities(sets), SystemCall.GET_CREDENTIALS);
    return new Capabilities(sets[0], sets[1], sets[2], ambientNow());
  }

  private static long ambientNow() {
    long ambient = 0;
    for (int i = 0; i < MOST_CAPABILITIES; i++) {
      int result = ThreadCredentials.hasAmbientCapability(i);
      if (result < 0) { // no more capabilities, or no such set
        return ambient;
      }
      ambient |= (long) result << i;
    }
    return ambient;
  }

  /** The effective user. */
  public int uid() {
    return users.get(1);
  }

  /** The effective group. */
  public int gid() {
    return groups.get(1);
  }

  /**
   * Whether the kernel lets it become others: it has CAP_SETUID and CAP_SETGID, and is in no user
   * namespace in which setgroups(2) is denied, user_namespaces(7).
   */
  public boolean mayChange() {
    return capabilities.includeChangeOfIdentity()
        && !new KernelFiles().text(SETGROUPS).startsWith("deny");
  }

  /** Whether it acts as this user and group in every respect, with these supplementary groups. */
  public boolean is(int uid, int gid, List<Integer> others) {
    return areAll(users, uid) && areAll(groups, gid) && supplementary.equals(others);
  }

  /** Whether all four user IDs are this one. */
  public boolean isUser(int uid) {
    return areAll(users, uid);
  }

  private static boolean areAll(List<Integer> ids, int id) {
    for (int one : ids) {
      if (one != id) {
        return false;
      }
    }
    return true;
  }

  /** Sets the supplementary groups of the calling thread, setgroups(2). */
  public static void setSupplementary(List<Integer> groups) throws SystemCallException {
    int[] ids = new int[groups.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = groups.get(i);
    }
    check(ThreadCredentials.setgroups(ids), SystemCall.SET_SUPPLEMENTARY_GROUPS, groups);
  }

  /** Sets all groups of the calling thread but the supplementary ones, setresgid(2). */
  public static void setGroup(int gid) throws SystemCallException {
    check(ThreadCredentials.setresgid(gid), SystemCall.SET_GROUP, Integer.toUnsignedString(gid));
  }

  /**
   * Sets all user IDs of the calling thread, setresuid(2). A change from root to another user takes
   * the permitted, effective and ambient capabilities away, unless securebits say otherwise; the
   * inheritable ones stay.
   */
  public static void setUser(int uid) throws SystemCallException {
    int ignored = ThreadCredentials.clearKeepCapabilities(); // refused if securebits are locked
    check(ThreadCredentials.setresuid(uid), SystemCall.SET_USER, Integer.toUnsignedString(uid));
  }

  /**
   * Leaves the keys of the caller's session, session-keyring(7), for an empty keyring. A kernel
   * without keys, or a filter of a container that denies keyctl(2), gives access to none.
   */
  public static void leaveSessionKeyring() throws SystemCallException {
    int joined = ThreadCredentials.joinNewSessionKeyring();
    if (!Errno.ENOSYS.isReasonOf(joined) && !Errno.EPERM.isReasonOf(joined)) {
      check(joined, SystemCall.JOIN_SESSION_KEYRING);
    }
  }

  /**
   * From now on, execve(2) grants the calling thread, and what it starts, no privileges:
   * set-user-ID bits and file capabilities have no effect, PR_SET_NO_NEW_PRIVS of prctl(2).
   */
  public static void denyNewPrivileges() throws SystemCallException {
    check(ThreadCredentials.denyNewPrivileges(), SystemCall.DENY_NEW_PRIVILEGES);
  }

  /** Empties all sets of capabilities of the calling thread but the bounding set. */
  public static void dropCapabilities() throws SystemCallException {
    int cleared = ThreadCredentials.clearAmbientCapabilities();
    if (!Errno.EINVAL.isReasonOf(cleared)) {
      check(cleared, SystemCall.SET_CAPABILITIES);
    }
    check(ThreadCredentials.dropCapabilities(), SystemCall.SET_CAPABILITIES);
  }

  /** The IDs, and what else is set: for a message. */
  @Override
  public String toString() {
    List<String> supplementaryText = new ArrayList<>();
    supplementary.forEach(id -> supplementaryText.add(Integer.toUnsignedString(id)));
    return "users "
        + users
        + ", groups "
        + groups
        + ", supplementary groups "
        + supplementaryText
        + (capabilities.areNone() ? "" : ", " + capabilities);
  }
}
