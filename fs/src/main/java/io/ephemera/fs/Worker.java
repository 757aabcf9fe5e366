// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.fs.TreeWalk.Attempt;
import io.ephemera.fs.TreeWalk.Failure;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part in a {@link TreeWalk}: reads, enters and leaves directories. Thread-confined.
 */
final class Worker implements Runnable {
  private static final int FLAGS =
      Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT | Constants.AT_STATX_DONT_SYNC;
  private static final int MASK = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;

  /**
   * How many entries one call visits. The JIT soon compiles a method that is called often; a loop
   * over a whole directory would be interpreted for hundreds of directories.
   */
  private static final int CHUNK = 32;

  private static final int STOPPED = -1;

  private final Frontier frontier;

  Worker(Frontier frontier) {
    this.frontier = frontier;
  }

  /** Works until the walk is over; the frontier keeps the reason if it ends early. */
  @Override
  public void run() {
    try {
      Listing listing = new Listing();
      Level here;
      Frontier.Task task = frontier.next(null);
      while (task != null) {
        Name name = task.name();
        here = name == null ? read(task.level(), listing) : goDown(task.level(), name);
        task = frontier.next(here);
      }
    } catch (Throwable reason) { // even an Error must not leave the other workers waiting
      frontier.fail(reason);
    } finally {
      frontier.removeWorker();
    }
  }

  /**
   * Reads the first entries of the start of a walk, before there is a frontier: a small directory
   * without subdirectories is done then.
   *
   * @return how many there were
   */
  static int readFirst(Level start) {
    Listing listing = new Listing();
    int entries = 0;
    listing.begin();
    try {
      boolean more = true;
      while (more && !listing.hasMore() && !listing.hasDirectories()) {
        more = listing.fill(start);
        int count = CHUNK;
        while (count == CHUNK) {
          count = visitChunk(start, listing);
          entries += Math.max(count, 0);
        }
        more &= count != STOPPED;
      }
      start.ended = !more;
      start.large = listing.hasMore();
    } catch (SystemCallException e) {
      start.ended = true;
      start.visitor().failed(new Failure(Attempt.READ, start.path(), e));
    }
    start.addNames(listing.takeDirectories());
    return entries;
  }

  /** Reads until there are subdirectories to enter, or to the end. */
  private Level read(Level level, Listing listing) {
    int entries = 0;
    boolean ended = false;
    listing.begin();
    try {
      while (!ended && !listing.hasDirectories() && !frontier.isOver()) {
        ended = !listing.fill(level);
        int count = CHUNK;
        while (count == CHUNK && !frontier.isOver()) {
          count = visitChunk(level, listing);
          entries += Math.max(count, 0);
        }
        ended |= count == STOPPED;
        if (listing.hasMore()) {
          frontier.shareReading(level, entries);
          entries = 0;
        }
      }
    } catch (SystemCallException e) {
      ended = true;
      level.visitor().failed(new Failure(Attempt.READ, level.path(), e));
    }
    frontier.finishReading(level, listing.takeDirectories(), ended, entries);
    return goUp(level);
  }

  /**
   * Visits the next entries of a listing.
   *
   * @return how many there were, or {@link #STOPPED}
   */
  private static int visitChunk(Level level, Listing listing) {
    int count = 0;
    while (count < CHUNK && listing.next()) {
      if (!level.visitor().goesOn()) {
        return STOPPED;
      }
      visit(level, listing);
      count++;
    }
    return count;
  }

  /** Visits the current entry, or puts a directory aside, to be visited when it is entered. */
  private static void visit(Level level, Listing listing) {
    Listed place = new Listed(level, listing.entry());
    if (level.visitor().passesOver(place)) {
      return;
    }
    Statx raw = new Statx();
    int result =
        level.isLocal()
            ? listing.entry().statx(level.directory().fd(), FLAGS, MASK, raw)
            : level.directory().look(place.name(), false, raw);
    Stat stat = look(level, place, result, raw);
    if (stat != null && stat.isDirectory()) {
      listing.putAside();
    } else if (stat != null) {
      boolean ignored = visit(level, new Entry(place, stat));
    }
  }

  /** The snapshot that statx(2) made of an entry; null if it failed. */
  private static @Nullable Stat look(Level level, Listed place, int result, Statx raw) {
    if (result >= 0) {
      return new Stat(raw);
    }
    if (!Errno.ENOENT.isReasonOf(result)) {
      boolean mountPoint = level.directory().isMountPoint(place.name());
      Attempt attempt = mountPoint ? Attempt.LOOK_AT_MOUNT_POINT : Attempt.LOOK;
      BytePath path = place.path();
      SystemCallException reason = SystemCallException.of(result, SystemCall.STAT, path);
      level.visitor().failed(new Failure(attempt, path, reason));
    }
    return null;
  }

  private static boolean visit(Level level, Entry entry) {
    try {
      return level.visitor().visit(entry);
    } catch (IOException e) {
      level.visitor().failed(new Failure(Attempt.VISIT, entry.path(), e));
      return false;
    }
  }

  private Level goDown(Level level, Name name) {
    Listed place = new Listed(level, name);
    boolean skipped = !level.visitor().goesOn() || level.visitor().passesOver(place);
    Level child = skipped ? null : goInto(level, place);
    if (child == null) {
      frontier.finishChild(level);
      return goUp(level);
    }
    frontier.enter(child);
    return child;
  }

  private static @Nullable Level goInto(Level level, Listed place) {
    Statx raw = new Statx();
    int result = level.directory().look(place.name(), level.isLocal(), raw);
    Stat stat = look(level, place, result, raw);
    if (stat == null) {
      return null;
    }
    Entry entry = new Entry(place, stat);
    try {
      return visit(level, entry) && stat.isDirectory() ? enter(level, entry) : null;
    } catch (IOException e) {
      level.visitor().failed(new Failure(Attempt.ENTER, entry.path(), e));
      return null;
    }
  }

  private static @Nullable Level enter(Level level, Entry entry) throws IOException {
    try (ScopedHandle<Directory> opened = new ScopedHandle<>(open(entry))) {
      Directory directory = opened.get();
      Stat stat = directory.stat();
      if (!stat.isSameInode(entry.stat()) || stat.isMountPoint() != entry.stat().isMountPoint()) {
        throw exchanged(entry);
      }
      TreeWalk.Visitor visitor = level.visitor().enter(entry, directory);
      return visitor == null ? null : level.child(entry, stat, opened.release(), visitor);
    }
  }

  private static Directory open(Entry entry) throws IOException {
    try {
      return entry.directory().openForReading(entry.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(entry);
      }
      throw e;
    }
  }

  private static UnsafePathException exchanged(Entry entry) {
    return new UnsafePathException(entry.path() + " was exchanged while it was being opened");
  }

  /** Leaves every directory of which this worker has finished the last part. */
  private Level goUp(Level here) {
    Level level = here;
    while (frontier.claimIfDone(level)) {
      Level parent = level.parent();
      Entry entry = level.entry();
      if (parent == null || entry == null) {
        return level;
      }
      frontier.hold(parent, level);
      leave(level, entry, parent);
      level = parent;
    }
    return level;
  }

  /**
   * Leaves a directory. If it is lost, its parent's visitor hears of that; if the parent is lost,
   * no visitor may use it, and one further up hears of it.
   */
  private void leave(Level level, Entry entry, Level parent) {
    boolean reachable = level.lost == null && parent.lost == null;
    if (reachable) {
      leave(level, entry, parent.visitor());
    }
    frontier.forget(level);
    level.directory().close();
    if (reachable) {
      left(level, entry, parent.visitor());
    } else if (level.lost != null && parent.lost == null) {
      parent.visitor().failed(new Failure(Attempt.COME_BACK, level.path(), level.lost));
    }
    frontier.finishChild(parent);
  }

  private static void leave(Level level, Entry entry, TreeWalk.Visitor above) {
    try {
      level.visitor().leave(entry, level.directory());
    } catch (IOException e) {
      above.failed(new Failure(Attempt.VISIT, entry.path(), e));
    }
  }

  private static void left(Level level, Entry entry, TreeWalk.Visitor above) {
    try {
      level.visitor().left(entry);
    } catch (IOException e) {
      above.failed(new Failure(Attempt.VISIT, entry.path(), e));
    }
  }
}
