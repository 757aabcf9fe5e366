// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Unit files of systemd, read without systemd. */
@NullMarked
module io.ephemera.units {
  requires static org.jspecify;
  requires io.ephemera.fs;
  requires io.ephemera.tmpfiles;

  exports io.ephemera.units to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.host,
      io.ephemera.isolate;
  exports io.ephemera.units.syntax to
      io.ephemera.audit,
      io.ephemera.cli,
      io.ephemera.host,
      io.ephemera.isolate;
}
