// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * Something done to a path, or meant to be.
 *
 * @param operation what
 * @param path to what, as the host sees it, escaped for people
 * @param detail how, in words: the new mode, the new owner; may be empty
 * @param origin what asked for it, {@code file:line}
 */
public record Step(Operation operation, String path, String detail, String origin) {
  /** The words for doing it: {@code create directory /run/foo}. */
  public String words() {
    return operation.words(path, detail);
  }
}
