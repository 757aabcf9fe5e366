// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

/** Learns of each step after which the process could be killed. */
interface Steps {
  /** Steps are not reported. */
  Steps UNOBSERVED = step -> {};

  /**
   * A step is done.
   *
   * @param step what was done
   */
  void reached(String step);
}
