// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
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
  private static final String ACCESS = "system.posix_acl_access";
  private static final String DEFAULT = "system.posix_acl_default";

  private final RunContext context;
  private final HardLinks hardLinks;
  private final List<AclEntry> access = new ArrayList<>();
  private final List<AclEntry> defaults = new ArrayList<>();

  Acls(RunContext context, HardLinks hardLinks, Action.SetAcl action) {
    this.context = context;
    this.hardLinks = hardLinks;
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
      if (!access.isEmpty()) {
        set(line, path, inode, stat, ACCESS, access);
      }
      if (!defaults.isEmpty() && stat.isDirectory()) {
        Stat now = inode.stat(); // the access list changed the mode
        set(line, path, inode, now, DEFAULT, defaults);
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
      context.reportKept(
          line, path, Operation.SET_ACL, "the file system has no access control lists");
    }
  }

  private void set(
      Line line, BytePath path, Inode inode, Stat stat, String attribute, List<AclEntry> entries)
      throws IOException {
    Bytes old = inode.attribute(attribute);
    Acl existing = existing(old, attribute, stat);
    boolean executable =
        stat.isDirectory()
            || existing.grantsExecute(line.modifiers().plus())
            || entries.stream().anyMatch(AclEntry::grantsExecute);
    Acl wanted =
        line.modifiers().plus() ? merged(existing, entries, executable) : anew(entries, executable);
    wanted.addBaseIfNeeded(stat.mode());
    Bytes value = wanted.encode();
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
    return attribute.equals(ACCESS) ? Acl.ofMode(stat.mode()) : new Acl();
  }
}
