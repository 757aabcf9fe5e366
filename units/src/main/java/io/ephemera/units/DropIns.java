// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The drop-ins of a unit: files {@code *.conf}, ordered by their names over all directories. Of
 * several files with the same name, only that of the directory that was added first is used.
 */
final class DropIns {
  private static final String EXTENSION = ".conf";

  private final UnitFiles files;
  private final Map<Bytes, BytePath> found = new TreeMap<>();

  DropIns(UnitFiles files) {
    this.files = files;
  }

  /** Adds the files of a directory, if it exists. */
  void add(BytePath directory) throws IOException {
    for (Name name : files.list(directory)) {
      if (!name.isHidden() && name.bytes().latin1().endsWith(EXTENSION)) {
        found.putIfAbsent(name.bytes(), directory.child(name));
      }
    }
  }

  /** The files, in the order of effect. */
  Collection<BytePath> paths() {
    return found.values();
  }
}
