// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

/** Whether a process still uses something. */
public enum Liveness {
  /** A process uses it. */
  ALIVE,
  /** No process uses it. */
  DEAD,
  /** The kernel or a sandbox does not tell; the caller decides, and says how. */
  UNKNOWN
}
