// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.FileType;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Gap;
import io.ephemera.host.uses.UseKind;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA307: no process is bound to the file of a socket. */
final class DeadSocket implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA307",
          "dead-socket",
          Severity.NOTE,
          "The file of a socket has no process that is bound to it",
          459);

  private boolean seesAll;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  /** Without the sockets of all network namespaces, none is known to be dead. */
  @Override
  public void begin(Facts facts) {
    seesAll = true;
    for (Gap gap : facts.uses().coverage().gaps()) {
      seesAll &= gap.source() != Gap.Source.SOCKETS;
    }
    if (!seesAll) {
      facts.gap("HA307: sockets of some network namespaces are not seen from here");
    }
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    if (seesAll
        && seen.stat().type() == FileType.SOCKET
        && Orphan.pid(seen.path(), seen.name()).isEmpty() // HA505 reports those
        && facts.uses().of(FileId.of(seen.stat())).stream()
            .noneMatch(use -> use.kind() == UseKind.BOUND_SOCKET)) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .fix("rm " + Shown.word(seen.path()))
          .add("no process listens: programs that connect get an error, or wait for a server");
    }
  }
}
