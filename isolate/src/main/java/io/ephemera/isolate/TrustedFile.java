// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.fs.Way;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.Users;
import java.io.IOException;

/**
 * A file that decides what is done with the rights of this process: it, and every directory on the
 * way, belongs to root or to the caller, and no other user can change or replace it.
 */
final class TrustedFile {
  private static final int LARGEST = 64 << 20;

  private TrustedFile() {}

  /**
   * Its content.
   *
   * @param path absolute
   * @throws RunException if there is no such file, or another user could have written it
   */
  static Bytes read(BytePath path) throws RunException {
    try (Root root = Root.host();
        Inode found = root.findFor(new OwnWay(), path, true)) {
      Stat stat = found.stat();
      if (!stat.isRegular()) {
        throw new UnsafePathException("is a " + stat.type().text());
      }
      OwnWay.require(found, stat, "");
      try (OpenFile file = found.openForReading()) {
        return file.readAll(LARGEST);
      }
    } catch (IOException e) {
      Failure failure = e instanceof SystemCallException ? Failure.USAGE : Failure.CANNOT_CREATE;
      throw new RunException(failure, path + ": " + e.getMessage(), e);
    }
  }

  /** The way there. */
  private static final class OwnWay implements Way {
    @Override
    public boolean mayLead(int uid) {
      return uid == Users.effectiveUid();
    }

    @Override
    public void passes(Directory directory, Stat stat, BytePath path) throws IOException {
      require(directory, stat, "is below " + path + ", which ");
    }

    @Override
    public void creates(Directory directory, Stat stat, BytePath path) {}

    static void require(Handle inode, Stat stat, String before) throws UnsafePathException {
      AccessJudge judge = AccessJudge.ofProcess();
      Access access = judge.owner(stat);
      if (!(stat.isDirectory() && stat.isSticky())) {
        access = access.and(judge.writing(inode, stat));
      }
      if (!access.isExclusive()) {
        throw new UnsafePathException(
            before + access.how() + ": a user who can change it would decide what is done here");
      }
    }
  }
}
