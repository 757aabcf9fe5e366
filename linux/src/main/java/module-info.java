// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * C's words: system calls, struct layouts, errno and descriptors. The only room with native code.
 */
@NullMarked
module io.ephemera.linux {
  requires static org.jspecify;

  exports io.ephemera.linux to
      io.ephemera.fs,
      io.ephemera.process;
  exports io.ephemera.linux.errno;
}
