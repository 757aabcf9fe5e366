// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.audit.names.KnownName;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.uses.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lines to paste. Nothing of it is ever carried out.
 *
 * @param keep what would keep the path where it is
 * @param move what would make it in a better place
 */
public record Advice(List<String> keep, List<String> move) {
  /** What the table of names says of those that are where they belong. */
  private static final String KEEP = "keep";

  /** Takes copies. */
  public Advice {
    keep = List.copyOf(keep);
    move = List.copyOf(move);
  }

  static Advice of(
      BytePath path, @Nullable Stat stat, Optional<KnownName> known, List<Holder> holders) {
    List<String> keep = new ArrayList<>();
    keep.add("echo " + Paste.shellWord("x " + Paste.pathField(path)) + " >>" + Paste.FILE);
    if (stat != null && (stat.isDirectory() || stat.isRegular())) {
      keep.add(
          "flock --shared " + Paste.shellWord(path.toString()) + " COMMAND   # while COMMAND runs");
    }
    if (known.isPresent() && known.get().row().rightPlace().startsWith(KEEP)) {
      return new Advice(keep, List.of());
    }
    List<String> move = new ArrayList<>();
    known
        .map(name -> name.row().setting())
        .filter(setting -> !setting.isEmpty())
        .ifPresent(setting -> move.add("# " + setting));
    String unit = unit(holders);
    if (unit != null) {
      move.add("systemctl edit " + unit + "   # [Service] RuntimeDirectory=" + base(unit));
    } else {
      move.add("ephemera where runtime --explain   # where it belongs");
    }
    return new Advice(keep, move);
  }

  private static @Nullable String unit(List<Holder> holders) {
    for (Holder holder : holders) {
      Use use = holder.use();
      String unit = use.process() == null ? null : use.process().placement().systemUnit();
      if (unit != null && unit.endsWith(".service")) {
        return unit;
      }
    }
    return null;
  }

  private static String base(String unit) {
    int at = unit.indexOf('@');
    return unit.substring(0, at > 0 ? at : unit.lastIndexOf('.'));
  }
}
