// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** The command line: arguments in, text or JSON and an exit code out. */
@NullMarked
module io.ephemera.cli {
  requires static org.jspecify;
  requires io.ephemera;
  requires io.ephemera.fs;
  requires io.ephemera.process;
  requires io.ephemera.report;
  requires io.ephemera.image;
  requires io.ephemera.isolate;
  requires io.ephemera.audit;
  requires io.ephemera.host;
  requires io.ephemera.tmpfiles;
  requires io.ephemera.units;
  requires info.picocli;
  requires com.fasterxml.jackson.core;
}
