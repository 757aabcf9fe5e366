// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * The Ephemera library: the right place for sockets, locks, caches and temporary files on Linux.
 * See {@link io.ephemera}. Start Java with {@code --enable-native-access=io.ephemera}.
 */
@NullMarked
module io.ephemera {
  requires static org.jspecify;

  exports io.ephemera;
}
