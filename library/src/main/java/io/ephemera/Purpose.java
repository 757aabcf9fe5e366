// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

/**
 * What something is for, which decides where it belongs: the XDG Base Directory Specification 0.8,
 * file-hierarchy(7), and {@code docs/places.md}.
 */
public enum Purpose {
  /** Sockets, locks, pid files: gone at the end of the session or at the next boot. */
  RUNTIME,
  /** What can be made again. */
  CACHE,
  /** What outlives a restart but is not worth a backup: history, layout. */
  STATE,
  /** What is worth a backup. */
  DATA,
  /** What the user or the administrator sets. */
  CONFIGURATION,
  /** Logs. */
  LOGS,
  /** What the user downloads, complete or in progress. */
  DOWNLOADS,
  /** Files and directories that nobody needs when the program has ended. */
  TEMPORARY
}
