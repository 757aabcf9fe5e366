// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Runs a program with its own places, without needing systemd. */
@NullMarked
module io.ephemera.isolate {
  requires static org.jspecify;
  requires transitive io.ephemera.fs;
  requires io.ephemera;
  requires io.ephemera.process;
  requires io.ephemera.report;
  requires io.ephemera.tmpfiles;
  requires io.ephemera.units;

  exports io.ephemera.isolate to
      io.ephemera.cli;
  exports io.ephemera.isolate.records to
      io.ephemera.cli;
  exports io.ephemera.isolate.plan to
      io.ephemera.cli;
  exports io.ephemera.isolate.service to
      io.ephemera.cli;
}
