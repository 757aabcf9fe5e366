// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.Map;
import java.util.SortedMap;

/**
 * A service for systemd and for {@code run --unit}.
 *
 * @param seed what makes the same unit again
 * @param tag a word that is part of the name of every file of it, and of every directory that it
 *     asks for
 * @param name the name of the unit
 * @param files path to content: the unit, its drop-ins and environment files
 * @param links path to target
 * @param prepare a shell script to be run before it is started
 */
record OracleUnit(
    long seed,
    String tag,
    String name,
    SortedMap<String, String> files,
    SortedMap<String, String> links,
    String prepare) {

  static final String FOLDER = "/run/systemd/system/";

  /** The path of the unit file. */
  String path() {
    return FOLDER + name;
  }

  /** The lines of the unit and its drop-ins, without those of other files. */
  String directives() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> file : files.entrySet()) {
      String path = file.getKey();
      boolean isRead = path.endsWith(".service") || (path.endsWith(".conf") && !isReplaced(path));
      if (isRead) {
        text.append(file.getValue()).append('\n');
      }
    }
    return text.toString();
  }

  /** Whether a drop-in of the same name in /etc is read in its place. */
  private boolean isReplaced(String path) {
    String end = path.substring(path.lastIndexOf('/'));
    return path.startsWith(FOLDER)
        && files.keySet().stream()
            .anyMatch(other -> other.startsWith("/etc/systemd/") && other.endsWith(end));
  }

  /** All of it, to be read. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + ", " + path() + "\n");
    for (Map.Entry<String, String> link : links.entrySet()) {
      text.append("--- ").append(link.getKey()).append(" -> ").append(link.getValue()).append('\n');
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      text.append("--- ").append(file.getKey()).append('\n').append(file.getValue());
    }
    return prepare.isEmpty() ? text.toString() : text + "--- before it is started\n" + prepare;
  }
}
