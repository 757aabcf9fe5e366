// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

/**
 * The standard directories of a purpose: systemd.exec(5), file-hierarchy(7), the XDG Base Directory
 * Specification.
 *
 * @param service the variable in which a service manager names the directory
 * @param system the system's directory in which privileged applications have theirs
 * @param variable the variable that names the user's directory
 * @param belowHome its default, relative to the home directory
 * @param below the subdirectory in which applications have theirs; empty for none
 * @param isWritten whether the application writes there
 */
public record StandardDirectory(
    String service,
    String system,
    String variable,
    String belowHome,
    String below,
    boolean isWritten) {

  /** Runtime directories have no default below the home directory. */
  public static final StandardDirectory RUNTIME =
      new StandardDirectory("RUNTIME_DIRECTORY", "/run", "XDG_RUNTIME_DIR", "", "", true);

  /** Data that can be recreated. */
  public static final StandardDirectory CACHE =
      new StandardDirectory("CACHE_DIRECTORY", "/var/cache", "XDG_CACHE_HOME", ".cache", "", true);

  /** Data that survives a restart. */
  public static final StandardDirectory STATE =
      new StandardDirectory(
          "STATE_DIRECTORY", "/var/lib", "XDG_STATE_HOME", ".local/state", "", true);

  /** A service has one directory for state and data, StateDirectory=. */
  public static final StandardDirectory DATA =
      new StandardDirectory(
          "STATE_DIRECTORY", "/var/lib", "XDG_DATA_HOME", ".local/share", "", true);

  /** Settings. */
  public static final StandardDirectory CONFIGURATION =
      new StandardDirectory(
          "CONFIGURATION_DIRECTORY", "/etc", "XDG_CONFIG_HOME", ".config", "", false);

  /** As for LogsDirectory= of a user service, systemd.exec(5). */
  public static final StandardDirectory LOGS =
      new StandardDirectory(
          "LOGS_DIRECTORY", "/var/log", "XDG_STATE_HOME", ".local/state", "log", true);
}
