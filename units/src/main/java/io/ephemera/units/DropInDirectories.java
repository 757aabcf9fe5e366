// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import java.util.ArrayList;
import java.util.List;

/** The names of the directories with drop-ins of a unit (systemd.unit(5)). */
final class DropInDirectories {
  private static final String SUFFIX = ".d";

  private DropInDirectories() {}

  /**
   * The names, the most specific first: the name itself, its template, and both with a prefix that
   * is cut off after a dash. A name can occur twice.
   */
  static List<String> of(UnitName name) {
    List<String> names = new ArrayList<>();
    add(name, names);
    return names;
  }

  /** The name of the directory for all units of a type, which has the lowest precedence. */
  static String ofType(UnitName name) {
    return name.type() + SUFFIX;
  }

  private static void add(UnitName name, List<String> names) {
    names.add(name.full() + SUFFIX);
    if (name.isInstance()) {
      add(name.template(), names);
    }
    String shorter = shorter(name.prefix());
    if (!shorter.isEmpty()) {
      UnitName cut = name.withPrefix(shorter);
      add(name.isTemplate() ? withoutInstance(cut) : cut, names);
    }
  }

  /** The name that systemd derives from a template: the at sign is lost with the prefix. */
  private static UnitName withoutInstance(UnitName name) {
    return new UnitName(name.prefix() + "." + name.type(), name.prefix(), null, name.type());
  }

  /** The prefix up to the last dash that has something before and after it, or nothing. */
  private static String shorter(String prefix) {
    boolean trailing = prefix.endsWith("-");
    int dash = prefix.lastIndexOf('-', prefix.length() - (trailing ? 2 : 1));
    return dash <= 0 ? "" : prefix.substring(0, dash + 1);
  }
}
