// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.audit.names.Directories;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.KnownNames;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a temporary place. Valid only while a check looks at it; path, name and stat may be
 * kept. Not thread-safe.
 */
public final class Sighting {
  private final Entry entry;
  private final Place place;
  private final DirectoryAccess in;
  private @Nullable KnownName known;
  private boolean asked;

  Sighting(Entry entry, Place place, DirectoryAccess in) {
    this.entry = entry;
    this.place = place;
    this.in = in;
  }

  /** Its path, as the host or image sees it. */
  public BytePath path() {
    return entry.path();
  }

  /** Its name. */
  public Name name() {
    return entry.name();
  }

  /** What it is. */
  public Stat stat() {
    return entry.stat();
  }

  /** How far below the place it is: 1 for the entries of the place itself. */
  public int depth() {
    return entry.depth();
  }

  /** The place that it is in. */
  public Place place() {
    return place;
  }

  /** The directory that it is in. */
  public DirectoryAccess in() {
    return in;
  }

  /**
   * Holds it, without opening it: no device, fifo or link is touched.
   *
   * @return null if it is gone, or another user has put something else in its place
   */
  public @Nullable Inode hold() throws SystemCallException {
    Inode held = null;
    try {
      held = entry.directory().inode(entry.name());
      if (held.stat().isSameInode(entry.stat())) {
        return held;
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    if (held != null) {
      held.close();
    }
    return null;
  }

  /** The text of a symbolic link. */
  public Bytes linkText() throws SystemCallException {
    return entry.directory().linkText(entry.name());
  }

  /** What is known of its name; null if nothing is. */
  public @Nullable KnownName known() {
    if (!asked) {
      known = KnownNames.get().match(path(), Directories.USUAL).orElse(null);
      asked = true;
    }
    return known;
  }
}
