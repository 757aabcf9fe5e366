// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Dirents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory that match one component of patterns, a few at a time, so that a
 * directory with any number of them needs little memory. Entries may be removed meanwhile.
 *
 * <p>Several threads may take entries; each entry goes to one of them.
 */
final class Siblings implements AutoCloseable {
  /** So many are taken at a time, and no more are held by a thread. */
  private static final int AT_ONCE = 64;

  private static final int BATCH = 16 * 1024;

  private final BytePath path;
  private final Directory directory;
  private final NamePatterns patterns;
  private final boolean directoriesOnly;

  /** Whether opening an entry mounts nothing, unless something is mounted on it. */
  private final boolean direct;

  private final Dirents entries = EntryBuffers.take();
  private boolean ended;

  /**
   * Begins with a directory that was opened for reading, and closes it at the end.
   *
   * @param directoriesOnly whether entries are left out that are certainly not directories and lead
   *     to none
   */
  Siblings(BytePath path, Directory directory, NamePatterns patterns, boolean directoriesOnly)
      throws SystemCallException {
    this.path = path;
    this.directory = directory;
    this.patterns = patterns;
    this.directoriesOnly = directoriesOnly;
    this.direct = directoriesOnly && !directory.isAutofs();
  }

  /** The path of their directory. */
  BytePath path() {
    return path;
  }

  /** What each of them matches. */
  NamePatterns patterns() {
    return patterns;
  }

  /** The next few, perhaps none; null at the end. Reads the directory at most once. */
  synchronized @Nullable List<Name> next() throws SystemCallException {
    if (ended) {
      return null;
    }
    List<Name> some = new ArrayList<>();
    while (some.size() < AT_ONCE && entries.next()) {
      int from = entries.nameStart();
      int to = entries.nameEnd();
      if (patterns.match(entries.bytes(), from, to) && mayMatter(entries.type())) {
        some.add(Name.of(Bytes.of(entries.bytes(), from, to)));
      }
    }
    if (some.size() < AT_ONCE) {
      ended = true; // unless there is another batch
      entries.clear();
      ended = check(entries.fill(directory.fd(), BATCH), SystemCall.READ_DIRECTORY) == 0;
    }
    return some;
  }

  private boolean mayMatter(int listedType) {
    if (!directoriesOnly) {
      return true;
    }
    FileType type = FileType.ofEntry(listedType);
    return type == FileType.DIRECTORY || type == FileType.SYMLINK || type == FileType.UNKNOWN;
  }

  /**
   * Opens one of them for reading: a directory from here, and what leads elsewhere, a link or
   * something mounted, by its path.
   *
   * @return null if it is no directory or cannot be opened
   */
  @Nullable Directory open(Root root, Name name) throws IOException {
    try {
      Stat stat = direct ? directory.statIfExists(name) : null;
      return stat != null && stat.isDirectory() && !stat.isMountPoint()
          ? directory.openForReading(name)
          : GlobExpansion.listable(root, path.child(name));
    } catch (SystemCallException e) {
      return null;
    }
  }

  @Override
  public void close() {
    directory.close();
    EntryBuffers.giveBack(entries);
  }
}
