// SPDX-License-Identifier: Apache-2.0

import org.jspecify.annotations.NullMarked;

/** What tests need: trees written as text, a clock that the test moves, an attacker. */
@NullMarked
module io.ephemera.testkit {
  requires static org.jspecify;

  exports io.ephemera.testkit;
}
