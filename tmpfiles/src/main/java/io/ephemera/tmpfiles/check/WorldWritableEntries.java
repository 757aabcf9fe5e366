// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Directories of root in a world-writable directory. */
final class WorldWritableEntries {
  private static final int RANDOM = 6;
  private static final String SEPARATORS = ".-_+@";

  private WorldWritableEntries() {}

  /** Those whose names an attacker can know in advance, in order. */
  static List<Name> predictable(CheckContext context, BytePath directory) {
    List<Name> names = new ArrayList<>();
    Root root = context.configuration().root();
    try (Inode inode = root.lookUnguarded(directory, true)) {
      if (inode != null && inode.stat().isDirectory()) {
        list(inode, context.expected(), names);
      }
    } catch (IOException unreadable) {
      // Nothing is known about it, so nothing is reported.
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private static void list(Inode inode, ExpectedState expected, List<Name> names)
      throws IOException {
    try (Directory directory = inode.listable()) {
      DirectoryStream entries = directory.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        Stat stat = directory.statIfExists(name);
        if (stat != null && isDirectoryOfRoot(stat, expected) && !isRandom(name.bytes().latin1())) {
          names.add(name);
        }
      }
    }
  }

  private static boolean isDirectoryOfRoot(Stat stat, ExpectedState expected) {
    return stat.isDirectory() && expected.isTrusted(stat.uid()) && !stat.isMountPoint();
  }

  /** Whether a part of a name looks random, as mkdtemp(3) and others choose it. */
  static boolean isRandom(String name) {
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || SEPARATORS.indexOf(name.charAt(i)) >= 0) {
        if (i - start >= RANDOM && isMixed(name.substring(start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** Whether it has digits among letters, or capital letters after small ones. */
  private static boolean isMixed(String part) {
    boolean digit = false;
    boolean letter = false;
    boolean lateCapital = false;
    boolean small = false;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      digit |= c >= '0' && c <= '9';
      lateCapital |= small && c >= 'A' && c <= 'Z';
      small |= c >= 'a' && c <= 'z';
      letter |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return lateCapital || (digit && (letter || part.length() >= 2 * RANDOM));
  }
}
