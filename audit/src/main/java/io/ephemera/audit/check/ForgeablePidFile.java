// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PidFacts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** HA304: another user decides which process a pid file names, and so which one is killed. */
final class ForgeablePidFile implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA304",
          "forgeable-pid-file",
          Severity.ERROR,
          "Another user can write a pid file, by which root kills processes",
          732);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    if (!PidFile.isOne(seen) || !seen.in().reachable()) {
      return;
    }
    String path = Shown.word(seen.path());
    String writers = writers(seen, facts);
    if (writers != null) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .fix("chmod go-w " + path)
          .fix("# and a umask of 022 for the program that writes it")
          .add("it " + writers + ": they decide which process is sent a signal");
    } else if (seen.in().isShared() && isForeign(seen, facts)) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .fix("ephemera explain " + path + "   # then: rm " + path)
          .fix("# a directory of the program's own: RuntimeDirectory= of its unit")
          .add("the process that it names runs as another user than the owner of the file");
    }
  }

  private static @Nullable String writers(Sighting seen, Facts facts) throws IOException {
    Stat stat = seen.stat();
    if ((stat.mode() & 022) == 0) {
      return null;
    }
    try (Inode held = seen.hold()) {
      return held != null && facts.writers().writers(held, stat) instanceof Access.Shared shared
          ? shared.how()
          : null;
    }
  }

  /** In a shared directory, the first user to create the file owns it. */
  private static boolean isForeign(Sighting seen, Facts facts) throws IOException {
    if (seen.stat().uid() == 0 || !facts.isHost()) {
      return false;
    }
    OptionalLong pid = PidFile.read(seen);
    return pid.isPresent()
        && facts.pids().find(pid.getAsLong(), seen.stat().modificationTime())
            instanceof PidFacts.Alive alive
        && alive.process().uid() != seen.stat().uid();
  }
}
