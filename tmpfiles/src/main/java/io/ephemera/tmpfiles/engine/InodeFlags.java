// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Sets file attributes, as chattr(1) does: {@code h}, {@code H}. */
final class InodeFlags implements Adjustments.Adjuster {
  /** FS_DIRSYNC_FL of {@code linux/fs.h}, which applies to directories only. */
  private static final int DIRECTORY_SYNC = 0x00010000;

  private final RunContext context;
  private final HardLinks hardLinks;
  private final Action.SetFileAttributes action;

  InodeFlags(RunContext context, HardLinks hardLinks, Action.SetFileAttributes action) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.action = action;
  }

  @Override
  public Operation operation() {
    return Operation.SET_FILE_ATTRIBUTES;
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    Stat stat = inode.stat();
    if (!stat.isRegular() && !stat.isDirectory()) {
      throw new InTheWayException(stat.type());
    }
    hardLinks.check(path, inode);
    int value = stat.isDirectory() ? action.value() : action.value() & ~DIRECTORY_SYNC;
    try {
      change(line, path, inode, value);
    } catch (SystemCallException e) {
      if (e.is(Errno.EPERM, Errno.EACCES)) {
        context.reportSkipped(line, path, Operation.SET_FILE_ATTRIBUTES, e.errno().text());
      } else if (isUnsupported(e)) {
        context.reportKept(
            line, path, Operation.SET_FILE_ATTRIBUTES, "the file system has no file attributes");
      } else {
        throw e;
      }
    }
  }

  private void change(Line line, BytePath path, Inode inode, int value) throws IOException {
    int old = inode.fileAttributes();
    int wanted = (old & ~action.mask()) | (value & action.mask());
    if (wanted == old) {
      context.reportAlreadyRight(line, path, Operation.SET_FILE_ATTRIBUTES);
      return;
    }
    String detail = "0x" + Integer.toHexString(wanted);
    if (context.reportIfDryRun(line, path, Operation.SET_FILE_ATTRIBUTES, detail)) {
      return;
    }
    set(line, path, inode, old, wanted);
    context.reportDone(line, path, Operation.SET_FILE_ATTRIBUTES, detail);
  }

  /** Sets all attributes at once or, if the file system supports only some, one by one. */
  private void set(Line line, BytePath path, Inode inode, int old, int wanted) throws IOException {
    try {
      inode.setFileAttributes(wanted);
    } catch (SystemCallException e) {
      if (!isUnsupported(e)) {
        throw e;
      }
      setEach(line, path, inode, old, wanted);
    }
  }

  private void setEach(Line line, BytePath path, Inode inode, int old, int wanted)
      throws IOException {
    int current = old;
    for (int bit = 1; bit != 0; bit <<= 1) {
      if (((old ^ wanted) & bit) != 0) {
        try {
          inode.setFileAttributes(current ^ bit);
          current ^= bit;
        } catch (SystemCallException e) {
          if (!isUnsupported(e)) {
            throw e;
          }
          String reason =
              "the file system does not support attribute 0x" + Integer.toHexString(bit);
          context.reportSkipped(line, path, Operation.SET_FILE_ATTRIBUTES, reason);
        }
      }
    }
  }

  private static boolean isUnsupported(SystemCallException e) {
    return e.is(Errno.EOPNOTSUPP, Errno.ENOTTY) || e.is(Errno.EINVAL, Errno.ENOSYS);
  }
}
