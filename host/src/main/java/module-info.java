// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Facts about a whole host, as plain values. */
@NullMarked
module io.ephemera.host {
  requires static org.jspecify;
  requires io.ephemera.linux;
  requires io.ephemera.fs;
  requires io.ephemera.process;
  requires io.ephemera.tmpfiles;
  requires io.ephemera.units;

  exports io.ephemera.host.accounts to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.files to
      io.ephemera.audit;
  exports io.ephemera.host.packages to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.processes to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.schedule to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.services to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.uses to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.host.views to
      io.ephemera.audit,
      io.ephemera.cli;
}
