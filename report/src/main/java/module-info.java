// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Outcomes and findings as plain values. */
@NullMarked
module io.ephemera.report {
  requires static org.jspecify;

  exports io.ephemera.report;
}
