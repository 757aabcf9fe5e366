// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the unit file of a unit: by its name in all directories, then by that of its template. */
final class FragmentSearch {
  /** Links from name to name, at most; the kernel's limit is 40 for each. */
  private static final int MOST_ALIASES = 8;

  private final UnitFiles files;
  private final List<BytePath> directories;

  FragmentSearch(UnitFiles files, List<BytePath> directories) {
    this.files = files;
    this.directories = directories;
  }

  /**
   * The unit file of a unit; of the unit that it leads to, if it is a link to another name within
   * the directories.
   *
   * @return null if there is none
   */
  @Nullable Fragment find(UnitName name) throws IOException {
    Fragment found = lookUp(name);
    for (int i = 0; i < MOST_ALIASES && found != null; i++) {
      UnitName target = target(found);
      if (target == null) {
        return found;
      }
      Fragment next = lookUp(target);
      if (next != null && next.path().equals(found.path())) {
        next = lookUp(target, target.template());
      }
      if (next == null) {
        return found;
      }
      found = next;
    }
    return found;
  }

  private @Nullable Fragment lookUp(UnitName name) throws IOException {
    Fragment own = lookUp(name, name);
    return own != null || !name.isInstance() ? own : lookUp(name, name.template());
  }

  private @Nullable Fragment lookUp(UnitName name, UnitName fileName) throws IOException {
    Name entry = Name.of(Bytes.latin1(fileName.full()));
    for (BytePath directory : directories) {
      BytePath path = directory.child(entry);
      Bytes content = files.readIfExists(path);
      if (content != null) {
        return new Fragment(name, path, content);
      }
    }
    return null;
  }

  /** The unit to which the file is an alias, or null. */
  private @Nullable UnitName target(Fragment fragment) throws IOException {
    BytePath real =
        fragment.content().isEmpty() ? fragment.path() : files.realPath(fragment.path());
    Name entry = real.name();
    if (entry == null || entry.equals(fragment.path().name()) || !isInPath(real.parent())) {
      return null;
    }
    UnitName target = UnitName.parse(entry.bytes().latin1());
    if (target == null || !target.type().equals(fragment.name().type())) {
      return null;
    }
    if (!target.isTemplate()) {
      return target;
    }
    return fragment.name().isInstance() ? target.withInstanceOf(fragment.name()) : null;
  }

  private boolean isInPath(BytePath directory) {
    for (BytePath known : directories) {
      if (known.equals(directory)) {
        return true;
      }
    }
    return false;
  }
}
