// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * An operation on a path, done or only intended.
 *
 * @param operation what is done
 * @param path the path as the host sees it, escaped to be shown
 * @param detail more in words: the new mode, the new owner; may be empty
 * @param origin what asked for it, {@code FILE:LINE}
 */
public record Step(Operation operation, String path, String detail, String origin) {
  /** The words for doing it: {@code create directory /run/foo}. */
  public String words() {
    return operation.words(path, detail);
  }
}
