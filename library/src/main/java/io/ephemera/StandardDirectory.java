// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import org.jspecify.annotations.Nullable;

/**
 * Where something of a purpose usually belongs: systemd.exec(5), file-hierarchy(7), the XDG Base
 * Directory Specification.
 *
 * @param service the variable in which a service manager names the directory
 * @param system the system's directory in which privileged applications have theirs
 * @param variable the variable of the user's directory
 * @param belowHome its default
 * @param below where in the user's directory applications have theirs; empty for right there
 * @param isWritten whether the application writes there
 */
record StandardDirectory(
    String service,
    String system,
    String variable,
    String belowHome,
    String below,
    boolean isWritten) {

  /** For runtime directories there is no default below the home directory. */
  static final StandardDirectory RUNTIME =
      new StandardDirectory("RUNTIME_DIRECTORY", "/run", "XDG_RUNTIME_DIR", "", "", true);

  static final StandardDirectory CACHE =
      new StandardDirectory("CACHE_DIRECTORY", "/var/cache", "XDG_CACHE_HOME", ".cache", "", true);
  static final StandardDirectory STATE =
      new StandardDirectory(
          "STATE_DIRECTORY", "/var/lib", "XDG_STATE_HOME", ".local/state", "", true);

  /** A service has one directory for both, StateDirectory=. */
  static final StandardDirectory DATA =
      new StandardDirectory(
          "STATE_DIRECTORY", "/var/lib", "XDG_DATA_HOME", ".local/share", "", true);

  static final StandardDirectory CONFIGURATION =
      new StandardDirectory(
          "CONFIGURATION_DIRECTORY", "/etc", "XDG_CONFIG_HOME", ".config", "", false);

  /** As systemd.exec(5) has it for LogsDirectory= of a user. */
  static final StandardDirectory LOGS =
      new StandardDirectory(
          "LOGS_DIRECTORY", "/var/log", "XDG_STATE_HOME", ".local/state", "log", true);

  /** Those of a purpose, or null where it has none. */
  static @Nullable StandardDirectory of(Purpose purpose) {
    return switch (purpose) {
      case RUNTIME -> RUNTIME;
      case CACHE -> CACHE;
      case STATE -> STATE;
      case DATA -> DATA;
      case CONFIGURATION -> CONFIGURATION;
      case LOGS -> LOGS;
      case DOWNLOADS, TEMPORARY -> null;
    };
  }
}
