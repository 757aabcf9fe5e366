// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** The quota groups of a new btrfs subvolume. */
public enum Quota {
  /** None ({@code v}). */
  NONE,
  /** Those of its parent subvolume ({@code q}). */
  INHERIT,
  /** A new intermediate group of its own ({@code Q}). */
  NEW
}
