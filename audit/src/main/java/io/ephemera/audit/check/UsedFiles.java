// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the entries that processes use and cleaning may remove, while a walk sees them; none
 * where nothing carries the lines out. Thread-safe.
 */
final class UsedFiles {
  private static final int MOST = 10_000;

  private final List<Used> files = new ArrayList<>();
  private boolean complete = true;

  /** An entry and its uses. */
  record Used(BytePath path, List<Use> uses) {}

  /** Asks before the walk, so that only what was used then, and is still there, is looked at. */
  void begin(Facts facts) {
    if (!facts.removals().neverHappen()) {
      UseTable ignored = facts.uses();
    }
  }

  void look(Sighting seen, Facts facts) {
    if (facts.removals().neverHappen()) {
      return;
    }
    UseTable table = facts.uses();
    FileId file = FileId.of(seen.stat());
    if (table.mayBeUsed(file)) {
      List<Use> uses = table.of(file);
      if (!uses.isEmpty()) {
        add(new Used(seen.path(), uses));
      }
    }
  }

  private synchronized void add(Used used) {
    if (files.size() < MOST) {
      files.add(used);
    } else {
      complete = false;
    }
  }

  /** All of them, in the order of their paths. */
  synchronized List<Used> sorted(Facts facts) {
    if (!complete) {
      facts.gap("more than " + MOST + " files are in use: the rest was not asked for its fate");
    }
    files.sort(Comparator.comparing(Used::path));
    return files;
  }
}
