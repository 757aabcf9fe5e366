// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Handle;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One sweep of one directory. Not thread-safe. */
final class DirectorySweep {
  private static final int OWNER_READS = 0400;

  private final Directory directory;
  private final BytePath path;
  private final Application application;
  private final Caller caller;
  private final boolean dryRun;
  private final int limit;
  private final List<Path> removed = new ArrayList<>();
  private final List<Path> held = new ArrayList<>();
  private final List<Sweeper.Failed> failed = new ArrayList<>();

  /**
   * A sweep.
   *
   * @param limit how many entries it reads at most at one position of the directory
   */
  DirectorySweep(
      Directory directory,
      BytePath path,
      Application application,
      Caller caller,
      boolean dryRun,
      int limit) {
    this.directory = directory;
    this.path = path;
    this.application = application;
    this.caller = caller;
    this.dryRun = dryRun;
    this.limit = limit;
  }

  Sweeper.Result run() throws IOException {
    for (Name name : candidates()) {
      try {
        sweep(name);
      } catch (SystemCallException e) {
        if (!e.is(Errno.ENOENT)) { // another sweep has removed it
          fail(name, e);
        }
      } catch (IOException e) {
        fail(name, e);
      }
    }
    return new Sweeper.Result(removed, held, failed);
  }

  private void fail(Name name, IOException reason) {
    BytePath entry = path.child(name);
    failed.add(
        new Sweeper.Failed(JavaPath.of(entry), ExceptionTranslator.translate(reason, entry)));
  }

  /** Of a directory that is too large, the entries at its beginning and at a random position. */
  private Set<Name> candidates() throws IOException {
    Set<Name> names = new LinkedHashSet<>();
    try (Directory readable = directory.reopenForReading()) {
      if (!collect(readable.entries(), names)) {
        DirectoryStream elsewhere = readable.entriesFromAnywhere();
        if (elsewhere != null) {
          boolean ignored = collect(elsewhere, names);
        }
      }
    }
    return names;
  }

  /** Returns whether it reached the end. */
  private boolean collect(DirectoryStream entries, Set<Name> names) throws IOException {
    int read = 0;
    for (Name name = entries.next(); name != null; name = entries.next()) {
      if (TemporaryName.isOf(name, application)) {
        names.add(name);
      }
      read++;
      if (read == limit) {
        return false;
      }
    }
    return true;
  }

  private void sweep(Name name) throws IOException {
    Stat stat = directory.statIfExists(name);
    if (stat == null || !isRemovable(stat)) {
      return;
    }
    try {
      sweep(name, stat);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EACCES) || (stat.mode() & OWNER_READS) != 0) {
        throw e;
      }
      sweepUnreadable(name, stat);
    }
  }

  private void sweep(Name name, Stat stat) throws IOException {
    if (stat.isDirectory()) {
      try (Directory opened = directory.openForReading(name)) {
        if (isAbandoned(name, opened, opened.tryLock())) {
          remove(name, opened);
        }
      }
    } else {
      sweepFile(name);
    }
  }

  private void sweepFile(Name name) throws IOException {
    try (OpenFile opened = directory.openFile(name)) {
      removeIfAbandoned(name, opened);
    } catch (SystemCallException e) {
      if (e.call() != SystemCall.LOCK || !e.is(Errno.EBADF)) {
        throw e;
      }
      try (OpenFile opened = directory.openForWriting(name)) { // NFS, flock(2)
        removeIfAbandoned(name, opened);
      }
    }
  }

  private void removeIfAbandoned(Name name, OpenFile opened) throws IOException {
    if (isAbandoned(name, opened, opened.tryLock())) {
      remove(name, null);
    }
  }

  /**
   * Makes an entry readable for as long as it takes to ask for its lock: its owner cannot open it,
   * because of chmod(2), or because umask(2) applied and the process died before it set the mode.
   */
  private void sweepUnreadable(Name name, Stat stat) throws IOException {
    if (dryRun) {
      removed.add(JavaPath.of(path.child(name)));
      return;
    }
    try (Inode inode = directory.inode(name)) {
      Stat now = inode.stat();
      if (!now.isSameInode(stat) || !isRemovable(now)) {
        return;
      }
      inode.setMode(now.mode() | OWNER_READS);
      try {
        sweep(name, now);
      } finally {
        if (directory.statIfExists(name) != null) {
          inode.setMode(now.mode());
        }
      }
    }
  }

  /** Checks the entry again once it is locked: until then its name could get another inode. */
  private boolean isAbandoned(Name name, Handle opened, boolean locked) throws SystemCallException {
    if (!locked) {
      held.add(JavaPath.of(path.child(name)));
      return false;
    }
    Stat now = opened.stat();
    return directory.stillNames(name, now) && isRemovable(now) && hasOurName(opened, now);
  }

  private void remove(Name name, @Nullable Directory opened) throws IOException {
    BytePath entry = path.child(name);
    try {
      if (!dryRun) {
        removeEntry(name, opened, entry);
      }
      removed.add(JavaPath.of(entry));
    } catch (HeldException e) {
      held.add(JavaPath.of(e.path()));
    }
  }

  private void removeEntry(Name name, @Nullable Directory opened, BytePath entry)
      throws IOException {
    if (opened == null) {
      directory.remove(name);
    } else {
      Removal.removeContent(opened, entry);
      directory.removeDirectory(name);
    }
  }

  private boolean isRemovable(Stat stat) {
    boolean kind = stat.isDirectory() || (stat.isRegular() && stat.links() == 1);
    return kind && caller.owns(stat) && !stat.isMountPoint();
  }

  /**
   * Whether no other user can have given it its name, whatever the name is. Moving a directory to
   * another one takes the permission to write to it. A file can be moved only by a user who could
   * remove it too, and a hard link is a second one.
   */
  private boolean hasOurName(Handle opened, Stat stat) {
    return !stat.isDirectory() || caller.judge().writing(opened, stat).isExclusive();
  }
}
