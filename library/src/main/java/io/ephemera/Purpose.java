// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.process.StandardDirectory;
import org.jspecify.annotations.Nullable;

/**
 * What a file is for. That decides where it belongs: see the XDG Base Directory Specification 0.8,
 * file-hierarchy(7) and {@code docs/places.md}.
 */
public enum Purpose {
  /** Sockets, locks and pid files, which do not survive the session or the next boot. */
  RUNTIME,
  /** Data that can be recreated. */
  CACHE,
  /** Data that survives a restart but is not worth a backup: history, layout. */
  STATE,
  /** Data worth a backup. */
  DATA,
  /** Settings of the user or the administrator. */
  CONFIGURATION,
  /** Logs. */
  LOGS,
  /** Downloads, complete or in progress. */
  DOWNLOADS,
  /** Files and directories that are not needed once the program has ended. */
  TEMPORARY;

  /** The standard directories for it, or null if there are none. */
  @Nullable StandardDirectory standardDirectory() {
    return switch (this) {
      case RUNTIME -> StandardDirectory.RUNTIME;
      case CACHE -> StandardDirectory.CACHE;
      case STATE -> StandardDirectory.STATE;
      case DATA -> StandardDirectory.DATA;
      case CONFIGURATION -> StandardDirectory.CONFIGURATION;
      case LOGS -> StandardDirectory.LOGS;
      case DOWNLOADS, TEMPORARY -> null;
    };
  }
}
