// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** What the specifiers of tmpfiles.d(5) stand for where the lines will be carried out. */
@FunctionalInterface
public interface Specifiers {
  /** The value of the specifier with a letter, without its percent sign. */
  SpecifierValue expand(char letter);
}
