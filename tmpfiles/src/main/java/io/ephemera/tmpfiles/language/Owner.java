// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * The user or group that a line asks for.
 *
 * @param id the number, 32 bits without sign
 * @param onlyCreate {@code :}: an existing object keeps its owner
 */
public record Owner(int id, boolean onlyCreate) {
  @Override
  public String toString() {
    return (onlyCreate ? ":" : "") + Integer.toUnsignedString(id);
  }
}
