// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.files;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.units.Unit;
import io.ephemera.units.UnitLoader;
import io.ephemera.units.UnitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The unit files below a root directory: their names, which are enabled, and what they contain.
 *
 * <p>A file or directory that cannot be read is noted, and the rest is read. Not thread-safe.
 */
public final class SystemUnits {
  /**
   * The directories of the system's unit files, the highest precedence first, with those that a
   * running systemd fills (systemd.unit(5), "Unit File Load Path").
   */
  public static final List<BytePath> SYSTEM =
      List.of(
          BytePath.of("/etc/systemd/system.control"),
          BytePath.of("/run/systemd/system.control"),
          BytePath.of("/run/systemd/transient"),
          BytePath.of("/run/systemd/generator.early"),
          BytePath.of("/etc/systemd/system"),
          BytePath.of("/etc/systemd/system.attached"),
          BytePath.of("/run/systemd/system"),
          BytePath.of("/run/systemd/system.attached"),
          BytePath.of("/run/systemd/generator"),
          BytePath.of("/usr/local/lib/systemd/system"),
          BytePath.of("/usr/lib/systemd/system"),
          BytePath.of("/lib/systemd/system"),
          BytePath.of("/run/systemd/generator.late"));

  private static final String[] DEPENDENCIES = {".wants", ".requires", ".upholds"};

  private final RootUnitFiles files;
  private final List<BytePath> unitPath;
  private final UnitLoader loader;
  private final Set<String> enabled = new HashSet<>();
  private final Set<String> names = new TreeSet<>();
  private final List<String> gaps = new ArrayList<>();

  private SystemUnits(Root root, List<BytePath> unitPath) {
    this.files = new RootUnitFiles(root, gaps::add);
    this.unitPath = unitPath;
    this.loader = new UnitLoader(files, unitPath);
  }

  /**
   * The units below a root directory, which the caller closes after the last use.
   *
   * @param unitPath the directories of unit files, the highest precedence first
   */
  public static SystemUnits read(Root root, List<BytePath> unitPath) {
    SystemUnits units = new SystemUnits(root, unitPath);
    for (BytePath directory : units.unitPath) {
      units.addNames(directory);
    }
    return units;
  }

  private void addNames(BytePath directory) {
    for (Name name : files.list(directory)) {
      String text = name.bytes().latin1();
      if (isDependencies(text)) {
        for (Name wanted : files.list(directory.child(name))) {
          add(wanted.bytes().latin1(), enabled);
          add(wanted.bytes().latin1(), names);
        }
      } else {
        add(text, names);
      }
    }
  }

  private static boolean isDependencies(String directory) {
    for (String ending : DEPENDENCIES) {
      if (directory.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }

  private static void add(String text, Set<String> to) {
    UnitName name = UnitName.parse(text);
    if (name != null && !name.isTemplate()) {
      boolean ignored = to.add(text);
    }
  }

  /** The names of units of a type, aliases too, but no templates, sorted. */
  public List<UnitName> ofType(String type) {
    List<UnitName> found = new ArrayList<>();
    for (String text : names) {
      UnitName name = UnitName.parse(text);
      if (name != null && name.type().equals(type)) {
        found.add(name);
      }
    }
    return found;
  }

  /** Whether the unit is wanted or required by another one when that starts. */
  public boolean isEnabled(UnitName name) {
    return enabled.contains(name.full());
  }

  /** Whether there is a unit file with exactly this name. */
  public boolean hasFile(String name) {
    Name entry = Name.of(Bytes.latin1(name));
    for (BytePath directory : unitPath) {
      if (files.list(directory).contains(entry)) {
        return true;
      }
    }
    return false;
  }

  /** A unit; null, and noted, if its files cannot be read. */
  public @Nullable Unit load(UnitName name) {
    try {
      return loader.load(name);
    } catch (IOException e) {
      gaps.add(name + ": " + e.getMessage());
      return null;
    }
  }

  /** What could not be read, for messages. */
  public List<String> gaps() {
    return List.copyOf(gaps);
  }
}
