// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories of unit files, in order of precedence (systemd.unit(5), "Unit File Load Path").
 */
public final class UnitPath {
  /** Those of the system, without the ones that a running systemd fills itself. */
  public static final List<BytePath> SYSTEM =
      List.of(
          BytePath.of("/etc/systemd/system"),
          BytePath.of("/run/systemd/system"),
          BytePath.of("/usr/local/lib/systemd/system"),
          BytePath.of("/usr/lib/systemd/system"),
          BytePath.of("/lib/systemd/system"));

  private static final BytePath BELOW = BytePath.of("systemd/user");

  private UnitPath() {}

  /**
   * Those of a user.
   *
   * @param configuration {@code $XDG_CONFIG_HOME} or {@code ~/.config}
   * @param runtime {@code $XDG_RUNTIME_DIR}, or null if it is not set
   * @param data {@code $XDG_DATA_HOME} or {@code ~/.local/share}
   */
  public static List<BytePath> ofUser(
      BytePath configuration, @Nullable BytePath runtime, BytePath data) {
    List<BytePath> directories = new ArrayList<>();
    directories.add(configuration.append(BELOW));
    directories.add(BytePath.of("/etc/systemd/user"));
    if (runtime != null) {
      directories.add(runtime.append(BELOW));
    }
    directories.add(BytePath.of("/run/systemd/user"));
    directories.add(data.append(BELOW));
    directories.add(BytePath.of("/usr/local/lib/systemd/user"));
    directories.add(BytePath.of("/usr/lib/systemd/user"));
    return List.copyOf(directories);
  }
}
