// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * The access mode that a line asks for.
 *
 * @param bits 0 to 07777
 * @param masked {@code ~}: bits that make no sense for the existing object are dropped
 * @param onlyCreate {@code :}: an existing object keeps its mode
 * @param explicit whether the line says it; otherwise it is the type's default, used only when
 *     creating
 */
public record Mode(int bits, boolean masked, boolean onlyCreate, boolean explicit) {
  @Override
  public String toString() {
    return (onlyCreate ? ":" : "") + (masked ? "~" : "") + "0" + Integer.toOctalString(bits);
  }
}
