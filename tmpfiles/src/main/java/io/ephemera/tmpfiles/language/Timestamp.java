// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** The timestamps of a file that its age can depend on (statx(2)). */
public enum Timestamp {
  /** Last read ({@code stx_atime}). */
  ACCESS,
  /** Creation ({@code stx_btime}). */
  BIRTH,
  /** Last change of content or attributes ({@code stx_ctime}). */
  CHANGE,
  /** Last change of content ({@code stx_mtime}). */
  MODIFICATION
}
