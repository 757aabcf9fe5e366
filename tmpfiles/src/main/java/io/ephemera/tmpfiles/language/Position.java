// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * A position in a configuration file.
 *
 * @param file the name of the file as shown to the user
 * @param line counted from 1; 0 for the whole file
 * @param column counted from 1, in bytes; 0 for the whole line
 */
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
