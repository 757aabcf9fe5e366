// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/**
 * The access control list of a line.
 *
 * @param entries in the order of the line; empty if the text is invalid, and then the line has no
 *     effect
 */
public record AclText(List<AclEntry> entries) {
  /** Takes a copy. */
  public AclText {
    entries = List.copyOf(entries);
  }
}
