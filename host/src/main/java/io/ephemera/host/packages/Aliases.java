// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Directories that are links to others, so that a file has two paths, and a database knows one of
 * them: {@code /bin} is {@code usr/bin} where /usr is merged, file-hierarchy(7).
 */
final class Aliases {
  private static final String[] DIRECTORIES = {
    "bin",
    "sbin",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "usr/sbin",
    "usr/lib64",
    "usr/local/sbin",
    "var/run",
    "var/lock"
  };

  /** One alias can lead to another: {@code sbin}, {@code usr/sbin}, {@code usr/bin}. */
  private static final int MOST_STEPS = 4;

  private final List<Alias> aliases = new ArrayList<>();

  /** Whether some alias begins with a byte. */
  private final boolean[] firsts = new boolean[256];

  /** A directory and what it leads to, both relative, with a slash at the end. */
  private record Alias(Bytes from, Bytes to) {
    boolean leads(byte[] text, int start, int end) {
      if (end - start < from.length()) {
        return false;
      }
      for (int i = 0; i < from.length(); i++) {
        if (text[start + i] != from.at(i)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The aliases below a root directory. */
  static Aliases of(Root root) {
    Aliases found = new Aliases();
    for (String directory : DIRECTORIES) {
      Bytes target = target(root, BytePath.of("/" + directory));
      if (target != null) {
        found.add(directory, target);
      }
    }
    return found;
  }

  private void add(String directory, Bytes target) {
    aliases.add(new Alias(Bytes.latin1(directory + "/"), target.plus(Bytes.latin1("/"))));
    firsts[directory.charAt(0)] = true;
  }

  /** What a link leads to, relative to the root directory; null if it is none. */
  private static @Nullable Bytes target(Root root, BytePath path) {
    try (Inode found = root.findIfExists(path)) {
      if (found == null || !found.stat().isSymlink()) {
        return null;
      }
      BytePath text = BytePath.of(found.linkText());
      BytePath whole = text.isAbsolute() ? text : normalized(path.parent().append(text));
      return whole == null || whole.isRoot() ? null : Bytes.latin1(whole.latin1().substring(1));
    } catch (IOException e) {
      return null;
    }
  }

  /** The path without {@code ..}, for directories that are no links; null if it leads out. */
  private static @Nullable BytePath normalized(BytePath path) {
    List<Bytes> kept = new ArrayList<>();
    for (Bytes component : path.components()) {
      if (!component.equals(Bytes.latin1(".."))) {
        kept.add(component);
      } else if (kept.isEmpty()) {
        return null;
      } else {
        Bytes ignored = kept.removeLast();
      }
    }
    BytePath result = BytePath.ROOT;
    for (Bytes component : kept) {
      result = result.append(BytePath.of(component));
    }
    return result;
  }

  /**
   * Whether a path needs {@link #resolve}.
   *
   * @param text relative, from one index to another
   */
  boolean mayApply(byte[] text, int from, int to) {
    return from < to && firsts[text[from] & 0xff];
  }

  /** A relative path without aliases. */
  Bytes resolve(Bytes path) {
    Bytes resolved = path;
    for (int i = 0; i < MOST_STEPS; i++) {
      Bytes next = step(resolved);
      if (next == null) {
        return resolved;
      }
      resolved = next;
    }
    return resolved;
  }

  private @Nullable Bytes step(Bytes path) {
    byte[] text = path.toArray();
    for (Alias alias : aliases) {
      if (alias.leads(text, 0, text.length)) {
        return alias.to.plus(Bytes.of(text, alias.from.length(), text.length));
      }
    }
    return null;
  }
}
