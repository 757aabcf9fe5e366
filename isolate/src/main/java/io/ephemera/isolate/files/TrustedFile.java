// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.files;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.fs.Way;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that decides what is done with the rights of this process: it, and every directory on the
 * way, belongs to root or to the caller, and no other user can change or replace it.
 */
public final class TrustedFile {
  private static final int LARGEST = 64 << 20;

  // admin-guide/devices.txt of the kernel: /dev/null
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;

  private TrustedFile() {}

  /**
   * Its content.
   *
   * @param path absolute
   * @throws RunException if there is no such file, or another user could have written it
   */
  public static Bytes read(BytePath path) throws RunException {
    try (Inode found = find(path)) {
      return content(path, found);
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /**
   * Its content, or null if there is no such file. {@code /dev/null} has none.
   *
   * @param path absolute
   * @throws RunException if another user could have written it
   */
  public static @Nullable Bytes readIfExists(BytePath path) throws RunException {
    try (Inode found = find(path)) {
      return isNull(found.stat()) ? Bytes.EMPTY : content(path, found);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw refusal(path, e);
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /**
   * The names in a directory, none if it does not exist.
   *
   * @param path absolute
   * @throws RunException if another user could add or remove one
   */
  public static List<Name> list(BytePath path) throws RunException {
    List<Name> names = new ArrayList<>();
    try (Inode found = find(path)) {
      OwnWay.require(found, found.stat(), where(path, found));
      try (Directory held = found.directory();
          Directory directory = held.reopenForReading()) {
        DirectoryStream entries = directory.entries();
        for (Name name = entries.next(); name != null; name = entries.next()) {
          names.add(name);
        }
      }
      return names;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return List.of();
      }
      throw refusal(path, e);
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  /**
   * Its path without symbolic links.
   *
   * @throws RunException if there is no such file, or another user could lead the path elsewhere
   */
  public static BytePath realPath(BytePath path) throws RunException {
    try (Inode found = find(path)) {
      return found.realPath();
    } catch (IOException e) {
      throw refusal(path, e);
    }
  }

  private static Inode find(BytePath path) throws IOException {
    try (Root root = Root.host()) {
      return root.findFor(new OwnWay(), path, true);
    }
  }

  /** Where links lead, as the beginning of a sentence. */
  private static String where(BytePath path, Inode found) throws SystemCallException {
    BytePath real = found.realPath();
    return real.equals(path) ? "" : "leads to " + real + ", which ";
  }

  private static Bytes content(BytePath path, Inode found) throws IOException {
    Stat stat = found.stat();
    if (!stat.isRegular()) {
      throw new UnsafePathException("is a " + stat.type().text());
    }
    OwnWay.require(found, stat, where(path, found));
    try (OpenFile file = found.openForReading()) {
      return file.readAll(LARGEST);
    }
  }

  private static boolean isNull(Stat stat) {
    return stat.type() == FileType.CHARACTER_DEVICE
        && stat.nodeMajor() == NULL_MAJOR
        && stat.nodeMinor() == NULL_MINOR;
  }

  private static RunException refusal(BytePath path, IOException why) {
    Failure failure = why instanceof SystemCallException ? Failure.USAGE : Failure.CANNOT_CREATE;
    return new RunException(failure, path + ": " + why.getMessage(), why);
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
