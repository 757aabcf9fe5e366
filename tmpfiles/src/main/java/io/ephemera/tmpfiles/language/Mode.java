// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * The access mode of a line.
 *
 * @param bits 0 to 07777
 * @param masked {@code ~}: drops bits according to the mode of the existing file
 * @param onlyCreate {@code :}: an existing file keeps its mode
 * @param explicit whether the field is set; otherwise it is the default of the type, which only
 *     creating uses
 */
public record Mode(int bits, boolean masked, boolean onlyCreate, boolean explicit) {
  @Override
  public String toString() {
    return (onlyCreate ? ":" : "") + (masked ? "~" : "") + "0" + Integer.toOctalString(bits);
  }
}
