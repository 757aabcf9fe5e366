// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Tells why a file is here, who uses it, and what will delete it. */
@NullMarked
module io.ephemera.audit {
  requires static org.jspecify;
  requires io.ephemera.linux;
  requires io.ephemera.fs;
  requires io.ephemera.process;
  requires io.ephemera.report;
  requires io.ephemera.tmpfiles;
  requires io.ephemera.units;
  requires transitive io.ephemera.host;

  exports io.ephemera.audit.check to
      io.ephemera.cli;
  exports io.ephemera.audit.facts to
      io.ephemera.cli;
  exports io.ephemera.audit.explain to
      io.ephemera.cli;
  exports io.ephemera.audit.names to
      io.ephemera.cli;
}
