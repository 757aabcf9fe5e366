// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** How much of a path a line removes or cleans up. */
public enum Extent {
  /** Nothing. */
  NOTHING,
  /** The path itself: anything but a directory that is not empty. */
  PATH,
  /** Everything below the path, if that is a directory. */
  CONTENT,
  /** Everything below the path, and then the path itself. */
  TREE
}
