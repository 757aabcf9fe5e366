// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.OptionalInt;

/** The users and groups that lines may name. Names have one character per byte. */
public interface Accounts {
  /** The number of a user, 32 bits without sign, or nothing if there is none of that name. */
  OptionalInt user(String name);

  /** The number of a group, 32 bits without sign, or nothing if there is none of that name. */
  OptionalInt group(String name);
}
