// SPDX-License-Identifier: Apache-2.0

/** A user's module; without this file the same program runs on the class path. */
module consumer {
  requires io.ephemera;
}
