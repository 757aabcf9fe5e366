// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Directories as open descriptors, names as bytes, and safe path resolution. */
@NullMarked
module io.ephemera.fs {
  requires static org.jspecify;
  requires transitive io.ephemera.linux;

  exports io.ephemera.fs to
      io.ephemera,
      io.ephemera.cli,
      io.ephemera.audit,
      io.ephemera.host,
      io.ephemera.image,
      io.ephemera.isolate,
      io.ephemera.process,
      io.ephemera.tmpfiles,
      io.ephemera.units;
}
