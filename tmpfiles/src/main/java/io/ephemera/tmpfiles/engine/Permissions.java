// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Mode;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sets the mode, user and group of an inode as a line asks for. */
final class Permissions {
  private static final int SPECIAL_BITS = 07000;

  private final RunContext context;
  private final HardLinks hardLinks;

  Permissions(RunContext context, HardLinks hardLinks) {
    this.context = context;
    this.hardLinks = hardLinks;
  }

  /**
   * Applies a line.
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

  /** Whether an existing inode is as the line asks for, and has no hard links to check. */
  boolean areRight(Line line, Stat stat) {
    Change change = change(line, stat, false);
    boolean hasOneName = stat.isDirectory() || stat.links() == 1;
    return hasOneName && !change.chown() && !change.chmod();
  }

  private static Change change(Line line, Stat stat, boolean created) {
    Mode mode = line.mode();
    boolean asked = mode.explicit() && (created || !mode.onlyCreate());
    int newMode = asked ? wanted(mode, stat) : stat.mode();
    int uid = id(line.user(), created, stat.uid());
    int gid = id(line.group(), created, stat.gid());
    boolean chown = uid != stat.uid() || gid != stat.gid();
    return new Change(stat, newMode, uid, gid, chown, newMode != stat.mode() && !stat.isSymlink());
  }

  private record Change(Stat stat, int mode, int uid, int gid, boolean chown, boolean chmod) {}

  /**
   * Sets the bits that old and new mode share, then the owner, then the final mode: at no moment
   * does any user have more access than before or after. The mode is set again after the owner,
   * because chown(2) clears set-ID bits.
   */
  private void carryOut(Line line, BytePath path, Handle inode, Change change)
      throws SystemCallException {
    boolean worded = context.isDryRun() || context.isVerbose();
    String mode = worded ? octal(change.mode()) : "";
    String owner = worded ? owner(change) : "";
    boolean pretendMode =
        change.chmod() && context.reportIfDryRun(line, path, Operation.CHANGE_MODE, mode);
    boolean pretendOwner =
        change.chown() && context.reportIfDryRun(line, path, Operation.CHANGE_OWNER, owner);
    if (pretendMode || pretendOwner) {
      return;
    }
    context.forget(change.stat());
    int common = change.mode() & change.stat().mode();
    if (change.chmod() && change.chown() && common != change.stat().mode()) {
      inode.setMode(common);
    }
    if (change.chown()) {
      inode.setOwner(change.uid(), change.gid());
      context.reportDone(line, path, Operation.CHANGE_OWNER, owner);
    }
    if (!change.stat().isSymlink()) {
      inode.setMode(change.mode());
    }
    if (change.chmod()) {
      context.reportDone(line, path, Operation.CHANGE_MODE, mode);
    }
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
