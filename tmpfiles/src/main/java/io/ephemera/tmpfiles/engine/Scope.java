// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The path in question, and how the paths of lines relate to it. A line may spell a path with
 * symbolic links, so both are compared as the kernel knows them. Not thread-safe.
 */
final class Scope {
  private final Root root;
  private final BytePath top;
  private final BytePath path;
  private final Map<BytePath, Optional<BytePath>> realParents = new HashMap<>();

  /**
   * A scope.
   *
   * @param path absolute, below the root directory
   */
  Scope(Root root, BytePath path) throws IOException {
    this.root = root;
    try (Directory directory = root.openForReading()) {
      this.top = directory.realPath();
    }
    BytePath real = real(path);
    this.path = real == null ? path : real;
  }

  /** The path in question as the kernel knows it. */
  BytePath path() {
    return path;
  }

  /**
   * How a path relates to the one in question; null if neither is above the other, or there is no
   * such path.
   */
  @Nullable Reach of(BytePath spelled) throws IOException {
    BytePath real = real(spelled);
    if (real == null) {
      return null;
    }
    if (path.startsWith(real)) {
      List<Name> way = rest(real, path);
      return new Reach(way, 0, -way.size());
    }
    return real.startsWith(path) ? new Reach(List.of(), 0, rest(path, real).size()) : null;
  }

  /** The path without symbolic links in its directory; null if that does not exist. */
  @Nullable BytePath real(BytePath spelled) throws IOException {
    Name name = spelled.name();
    if (name == null) {
      return BytePath.ROOT;
    }
    BytePath parent = spelled.parent();
    Optional<BytePath> known = realParents.get(parent);
    if (known == null) {
      known = Optional.ofNullable(resolve(parent));
      realParents.put(parent, known);
    }
    return known.map(real -> real.child(name)).orElse(null);
  }

  private @Nullable BytePath resolve(BytePath directory) throws IOException {
    try (Inode found = root.lookUnguarded(directory, true)) {
      if (found == null) {
        return null;
      }
      BytePath real = found.realPath();
      return real.startsWith(top) ? below(BytePath.ROOT, rest(top, real)) : null;
    }
  }

  private static BytePath below(BytePath directory, List<Name> way) {
    BytePath path = directory;
    for (Name name : way) {
      path = path.child(name);
    }
    return path;
  }

  private static List<Name> rest(BytePath above, BytePath below) {
    List<Bytes> components = below.components();
    List<Name> names = new ArrayList<>();
    for (Bytes component : components.subList(above.components().size(), components.size())) {
      names.add(Name.of(component));
    }
    return names;
  }
}
