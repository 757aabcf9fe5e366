// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.names.KnownName;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA404: any user can write to a file. */
final class WritableFile implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA404",
          "writable-file",
          Severity.WARNING,
          "Any user can write to a file in a temporary place",
          732,
          "CIS-7.1.11");

  private static final int OTHERS_WRITE = 2;
  private static final BytePath MEMORY = BytePath.of("/dev/shm");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    boolean open =
        (stat.mode() & OTHERS_WRITE) != 0
            && (stat.isRegular() || stat.type() == FileType.FIFO)
            && seen.in().reachable();
    if (!open || PidFile.isOne(seen) || isMeant(seen)) {
      return;
    }
    boolean lock = stat.isRegular() && stat.size() == 0;
    findings
        .of(RULE, seen.path())
        .as(lock ? Severity.NOTE : Severity.WARNING)
        .seen(stat)
        .fix("chmod o-w " + Shown.word(seen.path()))
        .add(
            lock
                ? "any user can write to it, or hold its lock for ever"
                : "any user can change what other programs read from it");
  }

  /** Memory that a known program shares on purpose. */
  private static boolean isMeant(Sighting seen) {
    KnownName known = seen.place().path().equals(MEMORY) ? seen.known() : null;
    return known != null && known.row().kind().contains("shared memory");
  }
}
