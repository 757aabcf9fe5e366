// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** Disk images whose root file system is used as the root directory. */
@NullMarked
module io.ephemera.image {
  requires static org.jspecify;
  requires io.ephemera.fs;
  requires io.ephemera.process;

  exports io.ephemera.image to
      io.ephemera.cli;
}
