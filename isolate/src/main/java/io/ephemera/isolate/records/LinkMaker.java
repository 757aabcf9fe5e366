// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Thing;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Makes symbolic links to directories of a command, which are recorded as its directories are. What
 * exists in the place of a link must be the same link, made by root or the caller.
 */
final class LinkMaker {
  private static final Bytes UP = Bytes.latin1("../");
  private static final Bytes SLASH = Bytes.latin1("/");

  private final RecordFile record;
  private final Steps steps;
  private final DirectoryMaker directories;

  LinkMaker(RecordFile record, Steps steps, DirectoryMaker directories) {
    this.record = record;
    this.steps = steps;
    this.directories = directories;
  }

  /**
   * Makes a link, or verifies an existing one.
   *
   * @param link where
   * @param directory to which it leads
   * @param kind how the directory is recorded
   * @param sharing as for {@link DirectoryMaker#make}
   */
  void make(BytePath link, BytePath directory, Kind kind, DirectoryMaker.Sharing sharing)
      throws IOException {
    Kind ofLink = kind == Kind.LASTING_DIRECTORY ? Kind.LASTING_LINK : Kind.LINK;
    Name name = Objects.requireNonNull(link.name());
    Bytes text = text(link, directory);
    try (Root root = Root.host();
        Directory parent = directories.parentOf(root, link, DirectoryMaker.Owner.CALLER, kind)) {
      DirectoryMaker.refuseStranger(parent, Users.effectiveUid(), link.parent());
      if (parent.statIfExists(name) != null || !create(parent, link, text, ofLink)) {
        Stat existing = verify(parent, link, text);
        if (sharing.isClaimed(new Thing(ofLink, link, link, Identity.of(existing)))) {
          record.made(ofLink, link, link, existing);
        }
      }
    } catch (UnsafePathException | SystemCallException e) {
      throw failure(link, String.valueOf(e.getMessage()));
    }
  }

  private static RunException failure(BytePath link, String reason) {
    return new RunException(
        Failure.CANNOT_CREATE, "cannot create symbolic link \"" + link + "\": " + reason);
  }

  /** From the directory of the link: both are below the same one, which may be moved. */
  static Bytes text(BytePath link, BytePath directory) {
    List<Bytes> from = link.parent().components();
    List<Bytes> to = directory.components();
    int common = 0;
    while (common < from.size()
        && common < to.size() - 1
        && from.get(common).equals(to.get(common))) {
      common++;
    }
    Bytes text = Bytes.EMPTY;
    for (int i = common; i < from.size(); i++) {
      text = text.plus(UP);
    }
    for (int i = common; i < to.size(); i++) {
      text = i == common ? text.plus(to.get(i)) : text.plus(SLASH).plus(to.get(i));
    }
    return text;
  }

  /** Makes a link; false if its name was taken meanwhile. */
  private boolean create(Directory parent, BytePath link, Bytes text, Kind kind)
      throws IOException {
    Name name = Objects.requireNonNull(link.name());
    Name staging = Directory.temporaryName(name);
    BytePath stagingPath = link.parent().child(staging);
    record.making(kind, link, stagingPath);
    steps.reached("name recorded");
    try (Inode made = parent.createSymlink(staging, text)) {
      record.made(kind, link, stagingPath, made.stat());
    }
    steps.reached("link recorded");
    try {
      parent.renameToFree(staging, name);
      steps.reached("link named");
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      parent.remove(staging);
      return false;
    }
  }

  private static Stat verify(Directory parent, BytePath link, Bytes text) throws IOException {
    try (Inode inode = parent.inode(Objects.requireNonNull(link.name()))) {
      Stat stat = inode.stat();
      if (!stat.isSymlink()) {
        throw failure(link, "there is a " + stat.type().text() + "; remove it");
      }
      if (!stat.belongsToRootOrUs() || !inode.linkText().equals(text)) {
        throw failure(link, "there is another one, to \"" + inode.linkText() + "\"; remove it");
      }
      return stat;
    }
  }
}
