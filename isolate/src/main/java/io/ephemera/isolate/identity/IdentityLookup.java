// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.identity;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.ThreadIdentity;
import io.ephemera.process.Users;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a user with all groups in the databases of the system.
 *
 * <p>The supplementary groups are never those of the caller, who may be in the groups of root: they
 * are the user's own, or none. The one exception is a caller without privileges, who can name only
 * himself and stays as he is.
 */
public final class IdentityLookup {
  private static final Bytes ROOT_DIRECTORY = Bytes.latin1("/");
  private static final Bytes SHELL = Bytes.latin1("/bin/sh");

  /** The ID that system calls take for "do not change". */
  private static final int NO_ID = -1;

  private static final int ROOT = 0;
  private static final long LARGEST = 0xffffffffL;

  private final ThreadIdentity caller;

  IdentityLookup(ThreadIdentity caller) {
    this.caller = caller;
  }

  /**
   * The identity for these options of a command.
   *
   * @param user a name or a number, or null for the user of this process, whose variables the
   *     command keeps
   * @param group a name or a number, or null for the user's own group
   * @param others names or numbers of more groups
   * @throws RunException if the databases do not have it, or the caller may not become it
   */
  public static Identity of(@Nullable Bytes user, @Nullable Bytes group, List<Bytes> others)
      throws RunException {
    if (user == null && group == null && others.isEmpty()) {
      return new Identity.Unchanged(Users.effectiveUid(), Users.effectiveGid());
    }
    try {
      return new IdentityLookup(ThreadIdentity.current()).find(user, group, others);
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.NOT_PERMITTED,
          e.getMessage() + "; the name service cannot say as whom to run, see nsswitch.conf(5)",
          e);
    }
  }

  Identity find(@Nullable Bytes user, @Nullable Bytes group, List<Bytes> others)
      throws RunException, SystemCallException {
    if (user == null && group == null) {
      return withGroups(caller.uid(), caller.gid(), null, List.of(), others);
    }
    int uid = user == null ? caller.uid() : uid(user);
    Users.User account = user == null ? Users.withId(uid) : account(user);
    int gid = group == null ? ownGroup(account, uid) : gid(group);
    Identity.Login login = user == null ? null : login(account);
    List<Integer> groups =
        account != null && caller.mayChange() ? Users.groupsOf(account.name(), gid) : List.of();
    return withGroups(uid, gid, login, groups, others);
  }

  /** As systemd has it: the groups of the user that was named, if one was, and the others. */
  private Identity withGroups(
      int uid, int gid, Identity.@Nullable Login login, List<Integer> ofUser, List<Bytes> others)
      throws RunException, SystemCallException {
    List<Integer> groups = new ArrayList<>(ofUser);
    groups.add(gid);
    for (Bytes other : others) {
      groups.add(gid(other));
    }
    if (!caller.mayChange()) {
      refuseOthers(uid, gid);
      refuseGroups(groups);
      return new Identity.Changed(uid, gid, caller.supplementary(), login);
    }
    return new Identity.Changed(uid, gid, Users.sorted(groups), login);
  }

  private void refuseGroups(List<Integer> groups) throws RunException {
    for (int group : groups) {
      if (group != caller.gid() && !caller.supplementary().contains(group)) {
        throw new RunException(
            Failure.NOT_PERMITTED,
            "user "
                + Integer.toUnsignedString(caller.uid())
                + " is not in group "
                + Integer.toUnsignedString(group)
                + ", and may not run a command with it");
      }
    }
  }

  private static int uid(Bytes user) throws RunException, SystemCallException {
    Users.User account = account(user);
    if (account != null) {
      return account.uid();
    }
    int number = number(user);
    if (number == NO_ID) {
      throw new RunException(Failure.NOT_PERMITTED, "there is no user " + user);
    }
    return number;
  }

  /** By name first, as chown(1) does: a name may consist of digits. */
  private static Users.@Nullable User account(Bytes user) throws SystemCallException {
    Users.User named = Users.named(user);
    int number = number(user);
    return named == null && number != NO_ID ? Users.withId(number) : named;
  }

  private static int gid(Bytes group) throws RunException, SystemCallException {
    Users.Group named = Users.groupNamed(group);
    int gid = named == null ? number(group) : named.gid();
    if (gid == NO_ID) {
      throw new RunException(Failure.NOT_PERMITTED, "there is no group " + group);
    }
    return gid;
  }

  private int ownGroup(Users.@Nullable User account, int uid) throws RunException {
    if (account != null) {
      return account.gid();
    }
    throw new RunException(
        Failure.NOT_PERMITTED,
        "user "
            + Integer.toUnsignedString(uid)
            + " has no account that names its group; add --group=");
  }

  /** An ID, or {@link #NO_ID}: digits only, at most 4294967294. */
  private static int number(Bytes text) {
    String digits = text.latin1();
    if (!digits.matches("[0-9]{1,10}")) {
      return NO_ID;
    }
    long number = Long.parseLong(digits);
    return number < LARGEST ? (int) number : NO_ID;
  }

  private void refuseOthers(int uid, int gid) throws RunException {
    if (uid == caller.uid() && gid == caller.gid()) {
      return;
    }
    throw new RunException(
        Failure.NOT_PERMITTED,
        "user "
            + Integer.toUnsignedString(caller.uid())
            + " may not run a command as user "
            + Integer.toUnsignedString(uid)
            + " with group "
            + Integer.toUnsignedString(gid)
            + ": that needs CAP_SETUID and CAP_SETGID; "
            + (caller.uid() == ROOT ? "give this process both" : "run it as root")
            + ", or leave out --user and --group");
  }

  private static Identity.@Nullable Login login(Users.@Nullable User account) {
    return account == null
        ? null
        : new Identity.Login(
            account.name(), or(account.home(), ROOT_DIRECTORY), or(account.shell(), SHELL));
  }

  private static Bytes or(Bytes value, Bytes otherwise) {
    return value.isEmpty() ? otherwise : value;
  }
}
