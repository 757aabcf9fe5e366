// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the existing paths that match a pattern, glob(3). Directories that cannot be read have no
 * matches.
 *
 * <p>Safety: it only looks, without the ownership rule. To act on a match, resolve it again with
 * {@link Root}.
 */
public final class GlobExpansion {
  private final Root root;

  /** Expands patterns below a root. */
  public GlobExpansion(Root root) {
    this.root = root;
  }

  /** Whether a pattern has no special characters, so that it can only match itself. */
  public static boolean isLiteral(BytePath pattern) {
    return !Glob.isPattern(pattern.bytes()) && pattern.latin1().indexOf('{') < 0;
  }

  /** The matches, in the order of the file system. */
  public List<BytePath> matches(BytePath pattern) throws IOException {
    List<BytePath> found = new ArrayList<>();
    for (String one : Braces.expand(pattern.latin1())) {
      BytePath path = BytePath.of(Bytes.latin1(one));
      expand(BytePath.ROOT, path.components(), 0, found);
    }
    return found;
  }

  private void expand(BytePath base, List<Bytes> components, int from, List<BytePath> found)
      throws IOException {
    BytePath here = base;
    for (int i = from; i < components.size(); i++) {
      Bytes component = components.get(i);
      if (Glob.isPattern(component)) {
        for (BytePath match : list(here, component, i + 1 < components.size())) {
          expand(match, components, i + 1, found);
        }
        return;
      }
      here = here.append(BytePath.of(component));
    }
    if (from == components.size() || exists(here)) {
      found.add(here);
    }
  }

  private boolean exists(BytePath path) throws IOException {
    try (Inode inode = root.lookUnguarded(path, false)) {
      return inode != null;
    } catch (SystemCallException e) {
      return false; // with ELOOP, links of one user must not hide all other matches
    }
  }

  /** The entries of a directory that match one component. */
  private List<BytePath> list(BytePath path, Bytes component, boolean directoriesOnly)
      throws IOException {
    List<BytePath> matches = new ArrayList<>();
    try (Directory directory = listable(path)) {
      if (directory == null) {
        return matches;
      }
      Glob glob = new Glob(component);
      DirectoryStream entries = directory.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        if (glob.matches(name.bytes()) && (!directoriesOnly || mayBeDirectory(entries.type()))) {
          matches.add(path.child(name));
        }
      }
    }
    return matches;
  }

  private static boolean mayBeDirectory(FileType type) {
    return type == FileType.DIRECTORY || type == FileType.SYMLINK || type == FileType.UNKNOWN;
  }

  private @Nullable Directory listable(BytePath path) throws IOException {
    try (Inode inode = root.lookUnguarded(path, true)) {
      return inode == null || !inode.stat().isDirectory() ? null : inode.listable();
    } catch (SystemCallException e) {
      return null;
    }
  }
}
