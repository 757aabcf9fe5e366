// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** What a new btrfs subvolume does about quota groups. */
public enum Quota {
  /** Nothing ({@code v}). */
  NONE,
  /** It joins the groups of the subvolume above it ({@code q}). */
  INHERIT,
  /** It gets an intermediate group of its own ({@code Q}). */
  NEW
}
