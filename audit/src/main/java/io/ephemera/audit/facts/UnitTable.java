// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.Root;
import io.ephemera.host.files.SystemUnits;
import io.ephemera.units.Unit;
import io.ephemera.units.UnitName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The services and sockets of unit files, by their names. Immutable. */
public final class UnitTable {
  private static final String[] TYPES = {"service", "socket"};

  private final Map<String, Unit> loaded = new TreeMap<>();

  private UnitTable() {}

  static UnitTable read(Root root) {
    UnitTable table = new UnitTable();
    SystemUnits units = SystemUnits.read(root, SystemUnits.SYSTEM);
    for (String type : TYPES) {
      for (UnitName name : units.ofType(type)) {
        Unit unit = units.load(name);
        if (unit != null && unit.state() == Unit.State.LOADED) {
          table.loaded.putIfAbsent(unit.name().full(), unit);
        }
      }
    }
    return table;
  }

  /** All of them, in the order of their names; masked ones are not there. */
  public Collection<Unit> all() {
    return loaded.values();
  }

  /** Their names, in order. */
  public List<String> names() {
    return List.copyOf(loaded.keySet());
  }

  /** The unit of a full name; null if there is none. */
  public @Nullable Unit named(String name) {
    return loaded.get(name);
  }
}
