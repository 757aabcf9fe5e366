// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Rules, findings and outcomes as plain values, and as text, JSON and SARIF. */
@NullMarked
module io.ephemera.report {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;

  exports io.ephemera.report to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.isolate,
      io.ephemera.tmpfiles;
}
