// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.OptionalInt;

/** The users and groups that lines can name. Names have one character per byte. */
public interface Accounts {
  /** The ID of a user as an unsigned 32 bit number, or empty if the user is unknown. */
  OptionalInt user(String name);

  /** The ID of a group as an unsigned 32 bit number, or empty if the group is unknown. */
  OptionalInt group(String name);
}
