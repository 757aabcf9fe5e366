// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** System calls, struct layouts, errno and descriptors, named as in C. The only native module. */
@NullMarked
module io.ephemera.linux {
  requires static org.jspecify;

  exports io.ephemera.linux to
      io.ephemera.fs,
      io.ephemera.host,
      io.ephemera.process;
  exports io.ephemera.linux.errno;
}
