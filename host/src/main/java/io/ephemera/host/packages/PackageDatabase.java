// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

/** A database of installed packages. */
interface PackageDatabase {
  /**
   * Looks for the owners of paths, in one pass. What cannot be read is noted as a gap in the
   * answers, and the rest is read.
   *
   * @return false if there is no such database
   */
  boolean search(Questions questions);
}
