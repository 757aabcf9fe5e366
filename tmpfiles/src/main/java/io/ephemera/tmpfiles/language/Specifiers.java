// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** The values of the specifiers of tmpfiles.d(5) on the system where lines are carried out. */
@FunctionalInterface
public interface Specifiers {
  /** The value of the specifier with a letter, without its percent sign. */
  SpecifierValue expand(char letter);
}
