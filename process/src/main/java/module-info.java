// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * This process and its surroundings: mounts, locks and their holders, sockets, environment, users,
 * child processes.
 */
@NullMarked
module io.ephemera.process {
  requires static org.jspecify;
  requires io.ephemera.linux;
  requires transitive io.ephemera.fs;

  exports io.ephemera.process to
      io.ephemera,
      io.ephemera.cli,
      io.ephemera.audit,
      io.ephemera.host,
      io.ephemera.image,
      io.ephemera.isolate,
      io.ephemera.tmpfiles;
}
