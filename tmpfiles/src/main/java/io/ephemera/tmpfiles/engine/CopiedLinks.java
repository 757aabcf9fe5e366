// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes hard links in a source hard links in its copy.
 *
 * <p>Safety: a copy is held open until all its names were found, and it is linked by that handle.
 * What its name leads to meanwhile may be the file of another user.
 */
final class CopiedLinks implements AutoCloseable {
  /** The most copies to hold open. Files beyond that are copied once for each of their names. */
  private static final int MOST = 512;

  private final Map<FileId, Held> copies = new HashMap<>();

  /** A copy, and how many names of its source were not found yet. */
  private record Held(Handle copy, int missing) {}

  /** Takes over a copy: keeps it if its source has more names, and closes it otherwise. */
  void keep(Stat source, Handle copy) {
    boolean kept = source.links() > 1 && copies.size() < MOST;
    Held earlier = kept ? copies.put(FileId.of(source), new Held(copy, source.links() - 1)) : null;
    if (earlier != null) {
      earlier.copy().close();
    }
    if (!kept) {
      copy.close();
    }
  }

  /**
   * Gives the earlier copy of a file one more name.
   *
   * @return false if there is no such copy, or it cannot be linked: then the file has to be copied
   */
  boolean repeat(Stat source, Directory directory, Name name) {
    Held held = source.links() < 2 ? null : copies.get(FileId.of(source));
    if (held == null) {
      return false;
    }
    boolean linked = link(held.copy(), directory, name);
    if (held.missing() > 1) {
      copies.put(FileId.of(source), new Held(held.copy(), held.missing() - 1));
    } else {
      copies.remove(FileId.of(source));
      held.copy().close();
    }
    return linked;
  }

  private static boolean link(Handle copy, Directory directory, Name name) {
    try {
      directory.createHardLink(name, copy);
      return true;
    } catch (SystemCallException e) {
      return e.is(Errno.EEXIST); // what exists stays
    }
  }

  @Override
  public void close() {
    for (Held held : copies.values()) {
      held.copy().close();
    }
    copies.clear();
  }
}
