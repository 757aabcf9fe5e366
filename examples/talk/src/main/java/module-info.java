// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** An example: lets two users of one machine talk. */
@NullMarked
module io.ephemera.examples.talk {
  requires static org.jspecify;
  requires io.ephemera;
}
