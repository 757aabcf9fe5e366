// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a name that nobody can guess, in one that all share; locked, so that cleaners
 * leave it alone.
 */
final class MeetingDirectory implements AutoCloseable {
  private final Directory shared;
  private final Name name;
  private final Directory locked;
  private boolean closed;

  private MeetingDirectory(Directory shared, Name name, Directory locked) {
    this.shared = shared;
    this.name = name;
    this.locked = locked;
  }

  /**
   * Creates one.
   *
   * @throws UnsafePathException if others could rename or remove it
   */
  static MeetingDirectory create(BytePath place, Application application, int mode)
      throws IOException {
    Directory shared = Directory.openAmbient(place);
    MeetingDirectory created = null;
    try {
      Stat stat = shared.stat();
      if (!stat.belongsToRootOrUs() || (stat.isOpenToOthers() && !stat.isSticky())) {
        throw new UnsafePathException("others may rename what is created there; chmod +t");
      }
      while (created == null) {
        created = created(shared, OwnName.fresh(application), mode);
      }
      return created;
    } finally {
      if (created == null) {
        shared.close();
      }
    }
  }

  /** Null when a cleaner removed it before it was locked. */
  private static @Nullable MeetingDirectory created(Directory shared, Name name, int mode)
      throws IOException {
    Directory locked;
    try (Directory fresh = shared.createDirectory(name, mode)) {
      locked = fresh.reopenForReading();
    }
    boolean kept = false;
    try {
      locked.lockShared();
      kept = isNamed(shared, name, locked);
    } finally {
      if (!kept) {
        locked.close();
      }
    }
    return kept ? new MeetingDirectory(shared, name, locked) : null;
  }

  private static boolean isNamed(Directory shared, Name name, Directory directory)
      throws SystemCallException {
    Stat named = shared.statIfExists(name);
    return named != null && named.isSameInode(directory.stat());
  }

  /** The directory, for one more who closes it. */
  Directory reopened() throws SystemCallException {
    return locked.reopenForReading();
  }

  /** Removes it if the name is still its own, and gives the lock back. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (shared;
        locked) {
      if (isNamed(shared, name, locked)) {
        shared.removeDirectory(name);
      }
    }
  }
}
