// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The tmpfiles.d language and the engine that carries it out. */
@NullMarked
module io.ephemera.tmpfiles {
  requires static org.jspecify;
  requires io.ephemera.fs;
  requires io.ephemera.process;
  requires io.ephemera.report;

  exports io.ephemera.tmpfiles to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.isolate;
  exports io.ephemera.tmpfiles.engine to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.tmpfiles.policy to
      io.ephemera.audit,
      io.ephemera.cli;
  exports io.ephemera.tmpfiles.check to
      io.ephemera.cli;
  exports io.ephemera.tmpfiles.language to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.host,
      io.ephemera.isolate,
      io.ephemera.units;
  exports io.ephemera.tmpfiles.pace to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.isolate;
  exports io.ephemera.tmpfiles.source to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.host,
      io.ephemera.isolate;
}
