// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

/** Which inherited descriptors above 2 the command gets; those of LISTEN_FDS in any case. */
public enum Descriptors {
  /** All, but none if the user changes. */
  USUAL,
  /** All. */
  KEEP,
  /** None. */
  CLOSE
}
