// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import java.util.List;

/** Whether a path belongs to an installed package. */
public sealed interface Owner {
  /**
   * It belongs to packages: a file to one, a directory often to several.
   *
   * @param packages at least one, in the order of their names
   */
  record Owned(List<InstalledPackage> packages) implements Owner {}

  /** Every database was read, and none names it. */
  record None() implements Owner {}

  /**
   * It is not known.
   *
   * @param why what is missing, for messages
   */
  record Unknown(String why) implements Owner {}
}
