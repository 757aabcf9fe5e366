// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * The user or group of a line.
 *
 * @param id an unsigned 32 bit number
 * @param onlyCreate {@code :}: an existing file keeps its owner
 */
public record Owner(int id, boolean onlyCreate) {
  @Override
  public String toString() {
    return (onlyCreate ? ":" : "") + Integer.toUnsignedString(id);
  }
}
