// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * A place in a configuration file.
 *
 * @param file the file as shown to the user
 * @param line counted from 1; 0 for the file as a whole
 * @param column counted from 1, in bytes; 0 for the line as a whole
 */
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
