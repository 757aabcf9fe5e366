// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * Something that a check has found.
 *
 * @param id the check, {@code TF012}: what it looks for is explained in a page of this name
 * @param severity how much it matters
 * @param file the file as shown to the user
 * @param line counted from 1; 0 for the file as a whole
 * @param column counted from 1, in bytes; 0 for the file or the line as a whole
 * @param message what was found, and why it matters; names escaped
 * @param help where the page is, relative to the documentation
 */
public record Finding(
    String id, Severity severity, String file, int line, int column, String message, String help) {
  /** As compilers say it: {@code FILE:LINE:COLUMN: severity ID: message (help: PAGE)}. */
  @Override
  public String toString() {
    String place = line == 0 ? file : file + ":" + line + ":" + column;
    return place + ": " + severity.id() + " " + id + ": " + message + " (help: " + help + ")";
  }
}
