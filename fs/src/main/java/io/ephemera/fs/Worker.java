// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part in a {@link TreeWalk}: reads directories, goes down and comes up again.
 * Confined to its thread.
 */
final class Worker implements Runnable {
  private static final int LOOK = Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT;
  private static final int ASKED = Constants.STATX_BASIC_STATS | Constants.STATX_BTIME;

  /**
   * What is called often is compiled soon; a loop that is entered once for a directory would be
   * interpreted for hundreds of directories.
   */
  private static final int A_FEW = 32;

  private static final int STOPPED = -1;

  private final Frontier frontier;

  Worker(Frontier frontier) {
    this.frontier = frontier;
  }

  /** Works until the walk is over; what ends it early is told to the frontier. */
  @Override
  public void run() {
    try {
      Listing listing = new Listing();
      Level here;
      Frontier.Turn turn = frontier.next(null);
      while (turn != null) {
        Name name = turn.name();
        here = name == null ? read(turn.level(), listing) : down(turn.level(), name);
        turn = frontier.next(here);
      }
    } catch (Throwable reason) { // an Error too must not leave the others waiting
      frontier.fail(reason);
    } finally {
      frontier.leave();
    }
  }

  /** Reads until there are subdirectories to go down, or to the end. */
  private Level read(Level level, Listing listing) throws IOException {
    int entries = 0;
    boolean ended = false;
    listing.begin();
    try {
      while (!ended && !listing.hasDirectories() && !frontier.isOver()) {
        ended = !listing.fill(level);
        int some = A_FEW;
        while (some == A_FEW && !frontier.isOver()) {
          some = lookAtAFew(level, listing);
          entries += Math.max(some, 0);
        }
        ended |= some == STOPPED;
        if (listing.goesOn()) {
          frontier.goesOn(level, entries);
          entries = 0;
        }
      }
    } catch (SystemCallException e) {
      ended = true;
      level.visitor().failed(level.visit(), e);
    }
    frontier.read(level, listing.takeDirectories(), ended, entries);
    return up(level);
  }

  /**
   * Looks at the next entries.
   *
   * @return how many there were, or {@link #STOPPED}
   */
  private static int lookAtAFew(Level level, Listing listing) {
    int count = 0;
    while (count < A_FEW && listing.next()) {
      if (!level.visitor().goesOn()) {
        return STOPPED;
      }
      look(level, listing);
      count++;
    }
    return count;
  }

  /** Visits anything but a directory; that is put aside until it is gone down. */
  private static void look(Level level, Listing listing) {
    Entry visit = null;
    try {
      Statx raw = new Statx();
      int result = listing.entry().statx(level.directory().fd(), LOOK, ASKED, raw);
      Stat stat = new Stat(raw);
      if (result < 0) {
        checkGone(result, listing);
      } else if (stat.isDirectory()) {
        listing.putAside();
      } else {
        visit = new Entry(level, listing.entry(), stat);
        level.visitor().visit(visit);
      }
    } catch (IOException e) {
      level.visitor().failed(visit, e);
    }
  }

  private static void checkGone(int result, Listing listing) throws SystemCallException {
    if (!Errno.ENOENT.isReasonOf(result)) {
      check(result, SystemCall.STAT, listing.name());
    }
  }

  private Level down(Level level, Name name) throws IOException {
    Level below = null;
    Entry visit = null;
    try {
      Stat stat = level.visitor().goesOn() ? level.directory().statIfExists(name) : null;
      if (stat != null) {
        visit = new Entry(level, name, stat);
        if (level.visitor().visit(visit) && stat.isDirectory()) {
          below = enter(level, visit);
        }
      }
    } catch (IOException e) {
      level.visitor().failed(visit, e);
    }
    if (below == null) {
      frontier.finished(level);
      return up(level);
    }
    frontier.entered(below);
    return below;
  }

  private static @Nullable Level enter(Level level, Entry visit) throws IOException {
    Directory opened = open(visit);
    TreeWalk.Visitor visitor = null;
    try {
      Stat stat = opened.stat();
      if (!stat.isSameInode(visit.stat()) || stat.isMountPoint() != visit.stat().isMountPoint()) {
        throw exchanged(visit);
      }
      visitor = level.visitor().enter(visit, opened);
      return visitor == null ? null : level.below(visit, stat, opened, visitor);
    } finally {
      if (visitor == null) {
        opened.close();
      }
    }
  }

  private static Directory open(Entry visit) throws IOException {
    try {
      return visit.directory().openForReading(visit.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(visit);
      }
      throw e;
    }
  }

  private static UnsafePathException exchanged(Entry visit) {
    return new UnsafePathException(visit.path() + " was exchanged while it was being opened");
  }

  /** Takes leave of every directory whose last part this worker has done. */
  private Level up(Level here) throws IOException {
    Level level = here;
    while (frontier.isDone(level)) {
      Level above = level.above();
      Entry visit = level.visit();
      if (above == null || visit == null) {
        return level;
      }
      frontier.hold(above, level);
      takeLeave(level, visit, above);
      level = above;
    }
    return level;
  }

  private void takeLeave(Level level, Entry visit, Level above) {
    try {
      level.visitor().leave(visit, level.directory());
    } catch (IOException e) {
      above.visitor().failed(visit, e);
    }
    frontier.closed(level);
    level.directory().close();
    try {
      level.visitor().left(visit);
    } catch (IOException e) {
      above.visitor().failed(visit, e);
    }
    frontier.finished(above);
  }
}
