// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.io.IOException;
import java.util.OptionalInt;

/**
 * The users and groups that lines can name. Names have one character per byte.
 *
 * <p>All methods throw an {@link IOException} if it cannot be found out whether there is such a
 * user or group.
 */
public interface Accounts {
  /** The ID of a user as an unsigned 32 bit number, or empty if the user is unknown. */
  OptionalInt user(String name) throws IOException;

  /** The ID of a group as an unsigned 32 bit number, or empty if the group is unknown. */
  OptionalInt group(String name) throws IOException;
}
