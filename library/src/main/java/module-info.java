// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/**
 * The right place for every file that does not last: private, alive and tidy.
 *
 * <p>{@link io.ephemera.Places} decides where something belongs; the other types put it there.
 * Native calls need {@code --enable-native-access=io.ephemera.linux}.
 */
@NullMarked
module io.ephemera {
  requires static org.jspecify;
  requires io.ephemera.fs;
  requires io.ephemera.process;

  exports io.ephemera;
}
