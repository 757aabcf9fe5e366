// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removing an entry with everything below it, never across a mount point. */
public final class Removal {
  private Removal() {}

  /**
   * Removes an entry, whatever it is, and all below it. No such entry is right too.
   *
   * @throws SystemCallException for the first thing that could not be removed (EBUSY for a mount
   *     point); the rest was tried
   */
  public static void removeTree(Directory parent, Name name, BytePath path) throws IOException {
    try {
      remove(parent, name, path);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) { // somebody else was faster
        throw e;
      }
    }
  }

  private static void remove(Directory parent, Name name, BytePath path) throws IOException {
    Stat stat = parent.statIfExists(name);
    if (stat == null) {
      return;
    }
    if (stat.isMountPoint()) {
      throw new SystemCallException("remove", name.toString(), 16);
    }
    if (!stat.isDirectory()) {
      parent.remove(name);
      return;
    }
    Sweep sweep = new Sweep();
    try (Directory top = parent.openForReading(name)) {
      if (top.stat().isMountPoint()) {
        throw new SystemCallException("remove", name.toString(), 16);
      }
      Descent.below(top, path, sweep);
    }
    if (sweep.first != null) {
      throw sweep.first;
    }
    parent.removeDirectory(name);
  }

  private static final class Sweep implements Descent.Visitor {
    @Nullable IOException first;

    @Override
    public boolean visit(Visit entry) throws IOException {
      if (entry.stat().isMountPoint()) {
        throw new SystemCallException("remove", entry.path().toString(), 16);
      }
      if (entry.stat().isDirectory()) {
        return true;
      }
      entry.directory().remove(entry.name());
      return false;
    }

    @Override
    public void left(Visit entry) throws IOException {
      entry.directory().removeDirectory(entry.name());
    }

    @Override
    public void failed(@Nullable Visit entry, IOException reason) {
      boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
      if (first == null && !gone) {
        first = reason;
      }
    }
  }
}
