// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.UserNamespace;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives copies the owner, mode, attributes and times of their sources, and the owner of the line.
 *
 * <p>An owner that cannot be given is no reason to lose the content: the copy then belongs to the
 * caller. It fails only if the line asks for that owner.
 */
final class CopiedMetadata {
  private static final String USER_NAMESPACE = "user.";
  private static final int SET_IDS = 06000;

  private final RunContext context;
  private final Line line;
  private boolean reported;

  CopiedMetadata(RunContext context, Line line) {
    this.context = context;
    this.line = line;
  }

  /**
   * Removes the access control lists that a copy inherited from a directory, unless the owner of
   * that directory will own the copy.
   *
   * @param chooser a snapshot of the inode whose owner chose the lists
   */
  boolean removeLists(Handle copy, Stat source, Stat chooser) throws IOException {
    boolean foreign = AccessLists.areForeign(chooser, id(line.user(), source.uid()));
    if (foreign) {
      AccessLists.remove(copy, source);
    }
    return foreign;
  }

  /** Copies owner, mode, attributes and times. */
  void copy(Handle source, Stat stat, Handle copy) throws IOException {
    boolean sameOwner = copyOwner(stat, copy);
    if (!stat.isSymlink()) {
      copyAttributes(source, copy);
      copy.setMode(sameOwner || stat.isDirectory() ? stat.mode() : stat.mode() & ~SET_IDS);
    }
    copy.setTimes(stat);
  }

  /**
   * Whether the set-ID bits may be copied too: not if they would run the file of another
   * unprivileged user with the rights of a new owner, or that of anyone with those of the caller.
   */
  private boolean copyOwner(Stat stat, Handle copy) throws IOException {
    int uid = id(line.user(), stat.uid());
    int gid = id(line.group(), stat.gid());
    Stat now = copy.stat();
    boolean given = (uid == now.uid() && gid == now.gid()) || setOwner(copy, uid, gid);
    boolean same = uid == stat.uid() && gid == stat.gid();
    return given && (same || stat.belongsToRootOrUs());
  }

  private boolean setOwner(Handle copy, int uid, int gid) throws IOException {
    try {
      copy.setOwner(uid, gid);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EINVAL)) {
        throw e;
      }
      report(e, uid, gid);
    }
    setGroupIfPossible(copy, gid);
    return false;
  }

  private static void setGroupIfPossible(Handle copy, int gid) throws SystemCallException {
    try {
      copy.setOwner(-1, gid);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EINVAL)) {
        throw e;
      }
    }
  }

  private void report(SystemCallException refusal, int uid, int gid) {
    if (reported) {
      return;
    }
    reported = true;
    UserNamespace namespace = context.userNamespace();
    String user = namespace.unmappedUser(uid);
    String unmapped = user.isEmpty() ? namespace.unmappedGroup(gid) : user;
    String reason = unmapped.isEmpty() ? refusal.errno().text() : unmapped;
    boolean asked = line.user() != null || line.group() != null;
    if (asked) {
      context.reportFailed(line, line.path(), Operation.CHANGE_OWNER, refusal, reason);
    } else if (unmapped.isEmpty()) {
      context.reportKept(line, line.path(), Operation.CHANGE_OWNER, reason);
    } else {
      context.reportSkipped(line, line.path(), Operation.CHANGE_OWNER, reason);
    }
  }

  private static int id(@Nullable Owner owner, int original) {
    return owner == null ? original : owner.id();
  }

  /** A file system without such attributes, or one that does not permit them, is no failure. */
  static void copyAttributes(Handle source, Handle copy) throws IOException {
    for (String attribute : source.attributeNames()) {
      Bytes value = attribute.startsWith(USER_NAMESPACE) ? source.attribute(attribute) : null;
      if (value != null) {
        setAttribute(copy, attribute, value);
      }
    }
  }

  private static void setAttribute(Handle copy, String attribute, Bytes value)
      throws SystemCallException {
    try {
      copy.setAttribute(attribute, value);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EOPNOTSUPP, Errno.EPERM)) {
        throw e;
      }
    }
  }
}
