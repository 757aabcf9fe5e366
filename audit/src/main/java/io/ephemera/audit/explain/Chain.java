// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.GroupMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The components of a path from the root directory on, as far as they exist.
 *
 * @param links those that exist, the root directory first
 * @param complete whether the path itself exists
 */
public record Chain(List<Link> links, boolean complete) {
  /** Takes a copy. */
  public Chain {
    links = List.copyOf(links);
  }

  /**
   * Looks at the components of a path.
   *
   * @param path absolute, below the root directory
   * @throws IOException if a component cannot be looked at
   */
  static Chain of(Root root, BytePath path) throws IOException {
    List<BytePath> paths = prefixes(path);
    List<Found> found = new ArrayList<>();
    for (BytePath prefix : paths) {
      Found one = Found.look(root, prefix);
      if (one == null) {
        break;
      }
      found.add(one);
    }
    try {
      boolean complete = found.size() == paths.size();
      int owner = complete ? found.getLast().stat.uid() : 0;
      return new Chain(judged(found, new AccessJudge(owner, GroupMembers.ofSystem())), complete);
    } finally {
      found.forEach(one -> one.inode.close());
    }
  }

  private static List<BytePath> prefixes(BytePath path) {
    List<BytePath> prefixes = new ArrayList<>(List.of(BytePath.ROOT));
    BytePath prefix = BytePath.ROOT;
    for (Bytes component : path.components()) {
      prefix = prefix.child(Name.of(component));
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private record Found(BytePath path, Inode inode, Stat stat) {
    static @Nullable Found look(Root root, BytePath path) throws IOException {
      Inode inode = root.lookUnguarded(path, false);
      return inode == null ? null : new Found(path, inode, inode.stat());
    }
  }

  private static List<Link> judged(List<Found> found, AccessJudge judge) throws IOException {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Found one = found.get(i);
      Stat stat = one.stat();
      boolean symlink = stat.isSymlink();
      boolean byMode = !symlink && stat.type() != FileType.SOCKET; // writing to one is connecting
      Access access =
          byMode ? judge.owner(stat).and(judge.writing(one.inode(), stat)) : judge.owner(stat);
      boolean sticky = stat.isDirectory() && stat.isSticky() && i < found.size() - 1;
      links.add(
          new Link(
              one.path(),
              stat,
              symlink ? one.inode().linkText() : null,
              sticky ? stickyAccess(judge, stat, found.get(i + 1).stat()) : access));
    }
    return links;
  }

  /** Only the owner of the directory, or of the entry, may replace an entry of a sticky one. */
  private static Access stickyAccess(AccessJudge judge, Stat directory, Stat entry) {
    return judge.owner(directory).and(judge.owner(entry));
  }

  /** The first component that others may change; empty if it is certain that there is none. */
  public Optional<Link> firstChangeable() {
    return links.stream().filter(link -> !link.replacing().isExclusive()).findFirst();
  }

  /** What is at the path itself; null if it does not exist. */
  public @Nullable Stat last() {
    return complete ? links.getLast().stat() : null;
  }
}
