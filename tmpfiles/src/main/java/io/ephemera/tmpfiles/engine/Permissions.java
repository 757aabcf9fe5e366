// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.UserNamespace;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Mode;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sets the mode, user and group of an inode as a line asks for. */
final class Permissions {
  private static final int SPECIAL_BITS = 07000;
  private static final int SET_IDS = 06000;
  private static final int LAST_SERVICE = 999;
  private static final String NO_LIST = "none";

  private final RunContext context;
  private final HardLinks hardLinks;
  private final AccessLists lists;

  Permissions(RunContext context, HardLinks hardLinks, AccessLists lists) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.lists = lists;
  }

  /**
   * Applies a line. What the kernel refuses is reported here.
   *
   * @param created whether the line has just created it, so that values for creation only are used
   * @throws UnsafePathException for a file with several hard links while the kernel lets any user
   *     create them
   */
  void apply(Line line, BytePath path, Handle inode, boolean created) throws IOException {
    if (!areAsked(line)) {
      return;
    }
    Stat stat = created ? inode.statSinceCreation() : inode.stat();
    if (!stat.isDirectory()) {
      hardLinks.check(path, inode);
    }
    Change change = change(line, stat, created);
    if (change.chown() || change.chmod()) {
      carryOut(line, path, inode, change);
    }
  }

  /** Whether a line asks for something; one with a dash in all fields does not. */
  static boolean areAsked(Line line) {
    return line.mode().explicit() || line.user() != null || line.group() != null;
  }

  /**
   * Applies a line to a private inode that has taken the place of another one: it gets group and
   * mode of that one where the line has none.
   */
  void applyInPlaceOf(Stat existing, Line line, BytePath path, Handle inode) {
    Change change = change(line, existing, false);
    boolean done = setOwner(line, path, inode, change) && setMode(line, path, inode, change.mode());
    if (done && change.chmod()) {
      reportMode(line, path, change);
    }
  }

  /** Whether an existing inode is as the line asks for, and has no hard links to check. */
  boolean areRight(Line line, Stat stat) {
    Change change = change(line, stat, false);
    boolean hasOneName = stat.isDirectory() || stat.links() == 1;
    return hasOneName && !change.chown() && !change.chmod();
  }

  /** Whether a line gives an existing inode of another user a new owner. */
  boolean takesAway(Line line, Stat stat) {
    return AccessLists.areForeign(stat, id(line.user(), false, stat.uid()));
  }

  private static boolean isAsked(Mode mode, boolean created) {
    return mode.explicit() && (created || !mode.onlyCreate());
  }

  private static Change change(Line line, Stat stat, boolean created) {
    boolean asked = isAsked(line.mode(), created);
    int uid = id(line.user(), created, stat.uid());
    int gid = id(line.group(), created, stat.gid());
    boolean chown = uid != stat.uid() || gid != stat.gid();
    boolean taken = chown && isOthersProgram(stat) && !isAmongServices(stat, uid, gid);
    int kept = taken ? stat.mode() & ~SET_IDS : stat.mode();
    int mode = asked ? wanted(line.mode(), stat) : kept;
    return new Change(stat, mode, uid, gid, chown, mode != stat.mode() && !stat.isSymlink(), asked);
  }

  /**
   * Whether it is a file of another unprivileged user with set-ID bits: these would run what that
   * user wrote with the rights of a new owner or group.
   */
  private static boolean isOthersProgram(Stat stat) {
    return stat.isRegular() && (stat.mode() & SET_IDS) != 0 && !stat.belongsToRootOrUs();
  }

  /**
   * Whether a file goes from one service to another: an administrator installed both, and packages
   * do that.
   */
  private static boolean isAmongServices(Stat stat, int uid, int gid) {
    return isService(stat.uid()) && isService(uid) && isService(gid);
  }

  /** Users of the system other than root, and their groups: systemd's SYSTEM_UID_MAX. */
  private static boolean isService(int id) {
    return id > 0 && id <= LAST_SERVICE;
  }

  /**
   * What to change.
   *
   * @param asked whether the line gives the mode
   */
  private record Change(
      Stat stat, int mode, int uid, int gid, boolean chown, boolean chmod, boolean asked) {
    /** Whether another user chose the access control lists. */
    boolean takesAway() {
      return chown && !stat.isSymlink() && AccessLists.areForeign(stat, uid);
    }
  }

  /**
   * Sets the bits that old and new mode share, then the owner, then the final mode: at no moment
   * does any user have more access than before or after. The mode is set again after the owner,
   * because chown(2) clears set-ID bits.
   */
  private void carryOut(Line line, BytePath path, Handle inode, Change change) throws IOException {
    if (context.isDryRun()) {
      pretend(line, path, inode, change);
      return;
    }
    context.forget(change.stat());
    int common = change.mode() & change.stat().mode();
    boolean done =
        !change.chown() || !narrows(change, common) || setMode(line, path, inode, common);
    if (done && change.chown()) {
      done = setOwner(line, path, inode, change);
    }
    if (done && change.takesAway()) {
      removeLists(line, path, inode, change);
    } else if (done && !change.stat().isSymlink()) {
      done = setMode(line, path, inode, change.mode());
    }
    if (done && change.chmod()) {
      reportMode(line, path, change);
    }
  }

  private static boolean narrows(Change change, int common) {
    return change.chmod() && common != change.stat().mode();
  }

  private void pretend(Line line, BytePath path, Handle inode, Change change) throws IOException {
    if (change.chown()) {
      context.reportIfDryRun(line, path, Operation.CHANGE_OWNER, owner(change));
    }
    if (change.takesAway() && AccessLists.exist(inode, change.stat())) {
      context.reportIfDryRun(line, path, Operation.SET_ACL, NO_LIST);
    }
    if (change.chmod() && change.asked()) {
      context.reportIfDryRun(line, path, Operation.CHANGE_MODE, octal(change.mode()));
    } else if (change.chmod()) {
      reportMode(line, path, change);
    }
  }

  private void reportMode(Line line, BytePath path, Change change) {
    if (change.asked()) {
      boolean worded = context.isVerbose();
      String mode = worded ? octal(change.mode()) : "";
      context.reportDone(line, path, Operation.CHANGE_MODE, mode);
      return;
    }
    String before = octal(change.stat().mode());
    String ids =
        Integer.toUnsignedString(change.uid()) + " " + Integer.toUnsignedString(change.gid());
    context.reportSkipped(
        line,
        path,
        Operation.CHANGE_MODE,
        before,
        "it belonged to user "
            + Integer.toUnsignedString(change.stat().uid())
            + ", whose set-ID bits were cleared; to keep them, give the mode: z "
            + path
            + " "
            + before
            + " "
            + ids);
  }

  /** Removes the lists that the former owner chose, and sets again what this run has set. */
  private void removeLists(Line line, BytePath path, Handle inode, Change change)
      throws IOException {
    Stat stat = change.stat();
    int mode = change.mode();
    if (AccessLists.exist(inode, stat)) {
      if (!change.asked()) {
        mode = AccessLists.modeWithout(inode.attribute(AccessLists.ACCESS), mode);
      }
      AccessLists.remove(inode, stat);
      context.reportDone(line, path, Operation.SET_ACL, NO_LIST);
    }
    inode.setMode(mode);
    if (lists.repeat(inode, stat) && change.asked()) {
      inode.setMode(mode);
    }
  }

  private boolean setMode(Line line, BytePath path, Handle inode, int mode) {
    try {
      inode.setMode(mode);
      return true;
    } catch (SystemCallException e) {
      context.reportFailed(line, path, Operation.CHANGE_MODE, e, e.errno().text());
      return false;
    }
  }

  private boolean setOwner(Line line, BytePath path, Handle inode, Change change) {
    try {
      inode.setOwner(change.uid(), change.gid());
    } catch (SystemCallException e) {
      context.reportFailed(line, path, Operation.CHANGE_OWNER, e, reason(e, change));
      return false;
    }
    String owner = context.isVerbose() ? owner(change) : "";
    context.reportDone(line, path, Operation.CHANGE_OWNER, owner);
    return true;
  }

  /** Why the owner cannot be changed: which ID is not mapped in this user namespace, if one is. */
  private String reason(SystemCallException refusal, Change change) {
    UserNamespace namespace = context.userNamespace();
    String unmapped = "";
    if (refusal.is(Errno.EINVAL)) {
      unmapped = unmapped(namespace, change.uid(), change.gid());
    } else if (refusal.is(Errno.EPERM)) {
      unmapped = unmapped(namespace, change.stat().uid(), change.stat().gid());
      unmapped = unmapped.isEmpty() ? "" : "its owner cannot be changed: " + unmapped;
    }
    return unmapped.isEmpty() ? refusal.errno().text() : unmapped;
  }

  private static String unmapped(UserNamespace namespace, int uid, int gid) {
    String user = namespace.unmappedUser(uid);
    return user.isEmpty() ? namespace.unmappedGroup(gid) : user;
  }

  private static String octal(int mode) {
    return "0" + Integer.toOctalString(mode);
  }

  private static String owner(Change change) {
    return Integer.toUnsignedString(change.uid()) + ":" + Integer.toUnsignedString(change.gid());
  }

  private static int id(@Nullable Owner owner, boolean created, int current) {
    return owner == null || (owner.onlyCreate() && !created) ? current : owner.id();
  }

  /** The mode; for {@code ~}, without the bits that do not make sense for the inode. */
  private static int wanted(Mode mode, Stat stat) {
    int bits = mode.bits();
    if (!mode.masked()) {
      return bits;
    }
    for (int permission = 0111; permission <= 0444; permission <<= 1) {
      if ((stat.mode() & permission) == 0) {
        bits &= ~permission;
      }
    }
    return stat.isDirectory() ? bits : bits & ~SPECIAL_BITS;
  }
}
