// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import io.ephemera.process.MountInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is at paths of a host or an image. Looks at nothing that could wait for a server that never
 * answers; what cannot be seen is noted. Thread-safe.
 */
public final class PathFacts {
  private static final int MOST_NAMES = 100_000;

  private final Root root;
  private final RootFiles files;
  private final WriterJudge writers;
  private final Consumer<String> gaps;
  private final MountInfo mounts = MountInfo.ofProcess();
  private final Set<BytePath> mayWait;

  PathFacts(Root root, RootFiles files, WriterJudge writers, Consumer<String> gaps) {
    this.root = root;
    this.files = files;
    this.writers = writers;
    this.gaps = gaps;
    this.mayWait = pointsThatMayWait(root, mounts, gaps);
  }

  /** The mounts of this process. */
  MountInfo mounts() {
    return mounts;
  }

  /** The mount points at which nothing is looked at, as the root directory has them. */
  Set<BytePath> pointsThatMayWait() {
    return mayWait;
  }

  private static Set<BytePath> pointsThatMayWait(
      Root root, MountInfo mounts, Consumer<String> gaps) {
    Set<BytePath> points = mounts.pointsThatMayWait();
    if (root.isHost()) {
      return points;
    }
    Set<BytePath> below = new HashSet<>();
    try {
      BytePath top = root.onHost(BytePath.ROOT);
      for (BytePath point : points) {
        BytePath rest = point.startsWith(top) ? point.below(top) : null;
        if (rest != null) {
          boolean ignored = below.add(BytePath.ROOT.append(rest));
        }
      }
    } catch (IOException e) {
      gaps.accept("where the root directory is: " + e.getMessage());
    }
    return below;
  }

  /** Whether looking at a path could wait; then that is noted. */
  private boolean mayWait(BytePath path) {
    for (BytePath point : mayWait) {
      if (path.startsWith(point)) {
        gaps.accept(path + ": not looked at, for its file system may never answer");
        return true;
      }
    }
    return false;
  }

  private void unseen(BytePath path, IOException reason) {
    gaps.accept(path + ": " + reason.getMessage());
  }

  /** What is at a path, a link itself; null if nothing is, or it cannot be seen, which is noted. */
  public synchronized @Nullable Stat look(BytePath path) {
    if (mayWait(path)) {
      return null;
    }
    try (Inode found = root.lookUnguarded(path, false)) {
      return found == null ? null : found.stat();
    } catch (IOException e) {
      unseen(path, e);
      return null;
    }
  }

  /**
   * A directory opened for listing.
   *
   * @param directory which the caller closes
   */
  record Opened(Directory directory, DirectoryAccess access) {}

  /** Opens a place; null if it is no directory any more, or cannot be opened, which is noted. */
  synchronized @Nullable Opened open(BytePath path) {
    if (mayWait(path)) {
      return null;
    }
    try (Inode found = root.find(path)) {
      if (!found.stat().isDirectory()) {
        return null;
      }
      Directory directory = found.listable();
      Stat stat = directory.stat();
      return new Opened(
          directory, DirectoryAccess.of(directory, stat, isReachable(path.parent()), writers));
    } catch (IOException e) {
      unseen(path, e);
      return null;
    }
  }

  /**
   * Whether any user may pass a directory and all above it. The top directory of an image counts as
   * passable: who unpacked it kept it private, which it will not be where it runs.
   */
  public boolean isReachable(BytePath directory) {
    for (BytePath at = directory; root.isHost() || !at.isRoot(); at = at.parent()) {
      Stat stat = look(at);
      if (stat == null || !stat.isDirectory() || (stat.mode() & 1) == 0) {
        return false;
      }
      if (at.isRoot()) {
        return true;
      }
    }
    return true;
  }

  /**
   * What a path leads to, without asking a file system that may never answer, and without following
   * further links.
   *
   * @param path absolute
   */
  public synchronized Target target(BytePath path) {
    MountInfo.Mount mount = root.isHost() ? mounts.through(path) : null;
    boolean waits = root.isHost() && (mount == null || mounts.mayWait(path));
    if (path.hasDotDot() || waits) {
      return new Target.Unknown();
    }
    BytePath top = mount == null ? BytePath.ROOT : mount.path();
    BytePath below = path.below(top);
    try (Inode start = root.find(top)) {
      return below == null ? new Target.Found(start.stat()) : target(start, below);
    } catch (IOException e) {
      return new Target.Unknown();
    }
  }

  private static Target target(Inode start, BytePath below) throws SystemCallException {
    try (Directory directory = start.directory();
        Inode found = directory.findOnThisMount(below)) {
      return found == null ? new Target.Missing() : new Target.Found(found.stat());
    }
  }

  /** How full the file system of a place is; null if that cannot be asked. */
  public synchronized @Nullable FileSystem fileSystem(BytePath path) {
    if (mayWait(path)) {
      return null;
    }
    try (Inode found = root.findIfExists(path)) {
      return found == null ? null : found.fileSystem();
    } catch (IOException e) {
      unseen(path, e);
      return null;
    }
  }

  /**
   * The names in a directory, in their order; none if there is no such directory, or it cannot be
   * listed, which is noted.
   */
  public synchronized List<Name> names(BytePath path) {
    List<Name> names = new ArrayList<>();
    if (mayWait(path)) {
      return names;
    }
    try (Folder folder = files.openIfExists(path)) {
      if (folder != null) {
        addNames(folder, names);
      }
    } catch (IOException e) {
      unseen(path, e);
    }
    names.sort(Comparator.comparing(one -> one.bytes().latin1()));
    return names;
  }

  private static void addNames(Folder folder, List<Name> names) throws IOException {
    DirectoryStream entries = folder.entries();
    Name name = entries.next();
    while (name != null && names.size() < MOST_NAMES) {
      names.add(name);
      name = entries.next();
    }
  }
}
