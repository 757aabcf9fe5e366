// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.UserNamespace;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.AclEntry;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets access control lists: {@code a}, {@code A}. */
final class Acls implements Adjustments.Adjuster {
  private final RunContext context;
  private final HardLinks hardLinks;
  private final AccessLists lists;
  private final List<AclEntry> access = new ArrayList<>();
  private final List<AclEntry> defaults = new ArrayList<>();

  Acls(RunContext context, HardLinks hardLinks, AccessLists lists, Action.SetAcl action) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.lists = lists;
    for (AclEntry entry : action.acl().entries()) {
      (entry.isDefault() ? defaults : access).add(entry);
    }
  }

  @Override
  public Operation operation() {
    return Operation.SET_ACL;
  }

  @Override
  public boolean isRight(Line line, Stat stat) {
    return stat.isSymlink() || (access.isEmpty() && !stat.isDirectory() && stat.links() == 1);
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    Stat stat = inode.stat();
    if (stat.isSymlink()) {
      return;
    }
    hardLinks.check(path, inode);
    try {
      set(line, path, inode, stat);
      if (!stat.belongsToRootOrUs()) {
        lists.remember(stat, again -> repeat(line, again));
      }
    } catch (SystemCallException e) {
      explain(line, path, e);
    }
  }

  private void explain(Line line, BytePath path, SystemCallException e) throws IOException {
    if (e.is(Errno.EOPNOTSUPP)) {
      context.reportKept(
          line, path, Operation.SET_ACL, "the file system has no access control lists");
      return;
    }
    String unmapped = e.is(Errno.EINVAL) ? unmapped() : "";
    if (e.is(Errno.EINVAL) && context.isInChroot()) {
      String reason = unmapped.isEmpty() ? e.errno().text() : unmapped;
      context.reportSkipped(
          line, path, Operation.SET_ACL, reason + "; no failure in a chroot environment");
    } else if (unmapped.isEmpty()) {
      throw e;
    } else {
      context.reportFailed(line, path, Operation.SET_ACL, e, unmapped);
    }
  }

  /** The first user or group of the line that is unknown to the user namespace, in words. */
  private String unmapped() {
    for (AclEntry entry : access) {
      String words = unmapped(entry);
      if (!words.isEmpty()) {
        return words;
      }
    }
    for (AclEntry entry : defaults) {
      String words = unmapped(entry);
      if (!words.isEmpty()) {
        return words;
      }
    }
    return "";
  }

  private String unmapped(AclEntry entry) {
    Integer id = entry.id();
    if (id == null) {
      return "";
    }
    UserNamespace namespace = context.userNamespace();
    return entry.tag() == AclEntry.Tag.USER
        ? namespace.unmappedUser(id)
        : namespace.unmappedGroup(id);
  }

  private void set(Line line, BytePath path, Handle inode, Stat stat) throws IOException {
    if (!access.isEmpty()) {
      set(line, path, inode, stat, AccessLists.ACCESS, access);
    }
    if (!defaults.isEmpty() && stat.isDirectory()) {
      Stat now = inode.stat(); // the access list changed the mode
      set(line, path, inode, now, AccessLists.DEFAULT, defaults);
    }
  }

  private void set(
      Line line, BytePath path, Handle inode, Stat stat, String attribute, List<AclEntry> entries)
      throws IOException {
    Bytes old = inode.attribute(attribute);
    Bytes value = wanted(line, stat, attribute, entries, old);
    if (value.equals(old)) {
      context.reportAlreadyRight(line, path, Operation.SET_ACL);
      return;
    }
    if (context.reportIfDryRun(line, path, Operation.SET_ACL, attribute)) {
      return;
    }
    inode.setAttribute(attribute, value);
    context.reportDone(line, path, Operation.SET_ACL, attribute);
  }

  /** Sets the lists once more, on an inode that has lost them. */
  private void repeat(Line line, Handle inode) throws IOException {
    Stat stat = inode.stat();
    if (!access.isEmpty()) {
      Bytes old = inode.attribute(AccessLists.ACCESS);
      inode.setAttribute(AccessLists.ACCESS, wanted(line, stat, AccessLists.ACCESS, access, old));
    }
    if (!defaults.isEmpty() && stat.isDirectory()) {
      Bytes old = inode.attribute(AccessLists.DEFAULT);
      inode.setAttribute(
          AccessLists.DEFAULT, wanted(line, inode.stat(), AccessLists.DEFAULT, defaults, old));
    }
  }

  private static Bytes wanted(
      Line line, Stat stat, String attribute, List<AclEntry> entries, @Nullable Bytes old) {
    Acl existing = existing(old, attribute, stat);
    boolean executable =
        stat.isDirectory()
            || existing.grantsExecute(line.modifiers().plus())
            || entries.stream().anyMatch(AclEntry::grantsExecute);
    Acl wanted =
        line.modifiers().plus() ? merged(existing, entries, executable) : anew(entries, executable);
    wanted.addBaseIfNeeded(stat.mode());
    return wanted.encode();
  }

  private static Acl merged(Acl existing, List<AclEntry> entries, boolean executable) {
    entries.forEach(entry -> existing.put(entry, executable));
    existing.addMaskIfNeeded();
    return existing;
  }

  /**
   * Computes the mask from the entries without {@code X}, if any of them needs one, as
   * systemd-tmpfiles(8) does.
   */
  private static Acl anew(List<AclEntry> entries, boolean executable) {
    Acl acl = new Acl();
    entries.stream().filter(entry -> !isLate(entry)).forEach(entry -> acl.add(entry, executable));
    acl.addMaskIfNeeded();
    entries.stream().filter(Acls::isLate).forEach(entry -> acl.add(entry, executable));
    acl.addMaskIfNeeded();
    return acl;
  }

  private static boolean isLate(AclEntry entry) {
    return entry.conditionalExecute() && !entry.isDefault();
  }

  private static Acl existing(@Nullable Bytes value, String attribute, Stat stat) {
    if (value != null) {
      return Acl.decode(value);
    }
    return attribute.equals(AccessLists.ACCESS) ? Acl.ofMode(stat.mode()) : new Acl();
  }
}
