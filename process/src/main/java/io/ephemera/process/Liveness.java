// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

/** Whether something is still in use by a process. */
public enum Liveness {
  /** It is. */
  ALIVE,
  /** It is not. */
  DEAD,
  /** The kernel or a sandbox does not say; never to be taken for one of the others. */
  UNKNOWN
}
