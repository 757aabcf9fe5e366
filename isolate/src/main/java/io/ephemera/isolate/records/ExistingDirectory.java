// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.GroupMembers;
import io.ephemera.process.Users;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory that exists where one was to be made. It is used only if it is what would have been
 * made; nothing of it is changed, for its content may be anyone's. One for configuration may be
 * root's or the user's, of any mode that lets no other user write.
 */
final class ExistingDirectory {
  static final String ACCESS_LIST = "system.posix_acl_access";
  static final String DEFAULT_LIST = "system.posix_acl_default";

  private final Directory parent;
  private final PlannedDirectory planned;

  ExistingDirectory(Directory parent, PlannedDirectory planned) {
    this.parent = parent;
    this.planned = planned;
  }

  /** Returns what is there, if it fits. */
  Stat verify() throws SystemCallException, RunException {
    Name name = Objects.requireNonNull(planned.path().name());
    try (Inode inode = parent.inode(name)) {
      Stat stat = inode.stat();
      String fault = stat.isDirectory() ? against(inode, stat) : wrongType(stat.type());
      if (fault != null) {
        throw new RunException(Failure.CANNOT_CREATE, "\"" + planned.path() + "\" " + fault);
      }
      return stat;
    }
  }

  private String wrongType(FileType type) {
    return "is a " + type.text() + ", expected a directory; remove it: rm " + path();
  }

  private @Nullable String against(Inode inode, Stat stat) throws SystemCallException {
    if (planned.kind() == DirectoryKind.CONFIGURATION) {
      return againstConfiguration(inode, stat);
    }
    String fault = againstOwner(stat);
    fault = fault == null ? againstMode(stat) : fault;
    if (fault != null) {
      return fault;
    }
    boolean hasList = inode.attribute(ACCESS_LIST) != null || inode.attribute(DEFAULT_LIST) != null;
    return hasList
        ? "has an access control list; check its content, then run: setfacl -b " + path()
        : null;
  }

  /** Names the mode too if that is also wrong. */
  private @Nullable String againstOwner(Stat stat) {
    if (stat.uid() == planned.uid() && stat.gid() == planned.gid()) {
      return null;
    }
    String expected = owner(planned.uid(), planned.gid());
    boolean alsoMode = stat.mode() != planned.mode();
    return "belongs to "
        + owner(stat.uid(), stat.gid())
        + (alsoMode ? " with mode " + octal(stat.mode()) : "")
        + ", expected "
        + expected
        + (alsoMode ? " with mode " + octal(planned.mode()) : "")
        + "; check its content, then run: chown "
        + expected
        + " "
        + path()
        + (alsoMode ? " && " + chmod() : "");
  }

  private @Nullable String againstMode(Stat stat) {
    return stat.mode() == planned.mode()
        ? null
        : "has mode "
            + octal(stat.mode())
            + ", expected "
            + octal(planned.mode())
            + "; run: "
            + chmod();
  }

  private String chmod() {
    return "chmod " + octal(planned.mode()) + " " + path();
  }

  private @Nullable String againstConfiguration(Inode inode, Stat stat) {
    AccessJudge judge = new AccessJudge(planned.uid(), GroupMembers.ofSystem());
    Access access = judge.owner(stat);
    access = access.isExclusive() ? judge.writing(inode, stat) : access;
    return access.isExclusive()
        ? null
        : access.how()
            + "; check its content, then run: chown root: "
            + path()
            + " && chmod go-w "
            + path();
  }

  private static String owner(int uid, int gid) {
    return user(uid) + ":" + group(gid);
  }

  private static String user(int uid) {
    try {
      Users.User user = Users.withId(uid);
      return user == null ? Integer.toUnsignedString(uid) : user.name().toString();
    } catch (SystemCallException e) {
      return Integer.toUnsignedString(uid);
    }
  }

  private static String group(int gid) {
    try {
      Users.Group group = Users.groupWithId(gid);
      return group == null ? Integer.toUnsignedString(gid) : group.name().toString();
    } catch (SystemCallException e) {
      return Integer.toUnsignedString(gid);
    }
  }

  /** The path as a shell takes it. */
  private String path() {
    String text = planned.path().toString();
    return text.matches("[A-Za-z0-9/._@+-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  static String octal(int mode) {
    return String.format("%04o", mode);
  }
}
