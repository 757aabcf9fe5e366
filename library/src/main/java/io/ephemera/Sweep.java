// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Handle;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sweeping a directory found: the temporary files and directories that dead processes of an
 * application left there were removed.
 *
 * <p><b>Safety:</b> only what Ephemera named for this application, what belongs to the effective
 * user, and what nobody holds a BSD lock on, flock(2): regular files with one name, and directories
 * with their content. It is locked before it is looked at again and removed. Nothing else is ever
 * touched; a symbolic link with such a name is left alone. The directory must be root's or the
 * caller's, and sticky if others may write to it.
 *
 * <p>A value. Sweeping is safe for any number of threads and processes at a time.
 *
 * @param removed what is gone; for {@link #pretend} what would be
 * @param held what living processes hold
 * @param failed what could not be removed
 */
public record Sweep(List<Path> removed, List<Path> held, List<Failed> failed) {

  /**
   * Something that could not be removed, with the reason.
   *
   * @param path what it is, or what in it resisted
   */
  public record Failed(Path path, IOException reason) {}

  /** Makes its lists unchangeable. */
  public Sweep {
    removed = List.copyOf(removed);
    held = List.copyOf(held);
    failed = List.copyOf(failed);
  }

  /**
   * Sweeps a place, for its application. One that does not exist is clean.
   *
   * @throws UnsafePlaceException if others could exchange what is swept
   * @throws IOException if the directory cannot be read
   * @throws NativeAccessException if native access is denied
   */
  public static Sweep of(Place place) throws IOException {
    return swept(place.bytePath(), place.application(), false);
  }

  /**
   * As {@link #of}, for any directory: that of a {@link PendingFile}'s target, for instance.
   *
   * @param application the application's name, as in {@link Place#at}
   */
  public static Sweep directory(Path directory, String application) throws IOException {
    return swept(Spelling.of(directory), new Application(application), false);
  }

  /** What {@link #directory} would remove; nothing is. */
  public static Sweep pretend(Path directory, String application) throws IOException {
    return swept(Spelling.of(directory), new Application(application), true);
  }

  private static Sweep swept(BytePath path, Application application, boolean pretend)
      throws IOException {
    NativeAccessException.throwIfDenied();
    try (Root root = Root.host()) {
      Inode found = root.followIfExists(path);
      return found == null
          ? new Sweep(List.of(), List.of(), List.of())
          : swept(found, path, application, pretend);
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  private static Sweep swept(Inode found, BytePath path, Application application, boolean pretend)
      throws IOException {
    try (Directory directory = Directory.of(found)) {
      TemporaryParent.verify(directory.stat());
      Sweeper sweeper = new Sweeper(directory, path, application, pretend);
      sweeper.run();
      return sweeper.found();
    }
  }

  /** One directory being swept. */
  private static final class Sweeper {
    private static final int OWNER_READS = 0400;

    private final Directory directory;
    private final BytePath path;
    private final Application application;
    private final boolean pretend;
    private final List<Path> removed = new ArrayList<>();
    private final List<Path> held = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();

    Sweeper(Directory directory, BytePath path, Application application, boolean pretend) {
      this.directory = directory;
      this.path = path;
      this.application = application;
      this.pretend = pretend;
    }

    Sweep found() {
      return new Sweep(removed, held, failed);
    }

    void run() throws IOException {
      for (Name name : ours()) {
        try {
          look(name);
        } catch (SystemCallException e) {
          if (!e.is(Errno.ENOENT)) { // somebody else was faster
            fail(name, e);
          }
        } catch (IOException e) {
          fail(name, e);
        }
      }
    }

    private void fail(Name name, IOException reason) {
      BytePath where = path.child(name);
      failed.add(new Failed(Spelling.of(where), Failure.of(reason, where)));
    }

    private List<Name> ours() throws IOException {
      List<Name> names = new ArrayList<>();
      try (Directory readable = directory.reopenForReading()) {
        DirectoryStream entries = readable.entries();
        for (Name name = entries.next(); name != null; name = entries.next()) {
          if (OwnName.isOurs(name, application)) {
            names.add(name);
          }
        }
      }
      return names;
    }

    private void look(Name name) throws IOException {
      Stat stat = directory.statIfExists(name);
      if (stat == null || !mayGo(stat)) {
        return;
      }
      try {
        look(name, stat);
      } catch (SystemCallException e) {
        if (!e.is(Errno.EACCES) || (stat.mode() & OWNER_READS) != 0) {
          throw e;
        }
        lookAtClosed(name, stat);
      }
    }

    private void look(Name name, Stat stat) throws IOException {
      if (stat.isDirectory()) {
        try (Directory opened = directory.openForReading(name)) {
          if (isDead(name, opened, opened.tryLock())) {
            remove(name, opened);
          }
        }
      } else {
        try (OpenFile opened = directory.openFile(name)) {
          if (isDead(name, opened, opened.tryLock())) {
            remove(name, null);
          }
        }
      }
    }

    /**
     * What its owner, or umask(2) before it died, has closed to itself cannot be asked whether it
     * is locked: it is open to the owner for as long as that takes.
     */
    private void lookAtClosed(Name name, Stat stat) throws IOException {
      if (pretend) {
        removed.add(Spelling.of(path.child(name)));
        return;
      }
      try (Inode inode = directory.inode(name)) {
        Stat now = inode.stat();
        if (!now.isSameInode(stat) || !mayGo(now)) {
          return;
        }
        inode.setMode(now.mode() | OWNER_READS);
        try {
          look(name, now);
        } finally {
          if (directory.statIfExists(name) != null) {
            inode.setMode(now.mode());
          }
        }
      }
    }

    /** Looked at again, now that it is locked: the name could lead to something else by now. */
    private boolean isDead(Name name, Handle opened, boolean locked) throws SystemCallException {
      if (!locked) {
        held.add(Spelling.of(path.child(name)));
        return false;
      }
      Stat now = opened.stat();
      Stat named = directory.statIfExists(name);
      return named != null && named.isSameInode(now) && mayGo(now);
    }

    private void remove(Name name, @Nullable Directory opened) throws IOException {
      BytePath where = path.child(name);
      try {
        if (pretend) {
          // Only looked at.
        } else if (opened == null) {
          directory.remove(name);
        } else {
          Removal.removeContent(opened, where);
          directory.removeDirectory(name);
        }
        removed.add(Spelling.of(where));
      } catch (HeldException e) {
        held.add(Spelling.of(e.path()));
      }
    }

    private static boolean mayGo(Stat stat) {
      boolean kind = stat.isDirectory() || (stat.isRegular() && stat.links() == 1);
      return kind && stat.uid() == Users.effectiveUid() && !stat.isMountPoint();
    }
  }
}
