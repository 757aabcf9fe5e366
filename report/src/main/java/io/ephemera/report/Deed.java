// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * Something done to a path, or meant to be.
 *
 * @param verb what
 * @param path to what, as the host sees it, escaped for people
 * @param detail how, in words: the new mode, the new owner; may be empty
 * @param origin what asked for it, {@code file:line}
 */
public record Deed(Verb verb, String path, String detail, String origin) {
  /** The words for doing it: {@code create directory /run/foo}. */
  public String words() {
    return verb.words(path, detail);
  }
}
