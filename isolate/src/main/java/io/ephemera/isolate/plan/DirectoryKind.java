// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.process.StandardDirectory;

/** The kinds of directories of a service, as RuntimeDirectory= and its kin of systemd.exec(5). */
public enum DirectoryKind {
  RUNTIME,
  STATE,
  CACHE,
  LOGS,
  CONFIGURATION;

  /** Where such directories are, and the variable that names them to the command. */
  public StandardDirectory standard() {
    return switch (this) {
      case RUNTIME -> StandardDirectory.RUNTIME;
      case STATE -> StandardDirectory.STATE;
      case CACHE -> StandardDirectory.CACHE;
      case LOGS -> StandardDirectory.LOGS;
      case CONFIGURATION -> StandardDirectory.CONFIGURATION;
    };
  }
}
