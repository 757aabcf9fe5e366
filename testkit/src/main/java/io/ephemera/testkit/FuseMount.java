// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.nio.file.Path;

/**
 * FUSE file systems as users mount them, fuse(4), with a server that never answers. Each is in a
 * mount namespace of its own.
 *
 * <p>Needs CAP_SYS_ADMIN, see {@link TestUser#mayMount}.
 */
public final class FuseMount {
  private static final String OPTIONS = "fd=3,rootmode=40000,user_id=4321,group_id=4321";

  private FuseMount() {}

  /**
   * One without {@code allow_other}: other users, root too, may not look at it.
   *
   * @param point the mount point, relative to the directory
   */
  public static MountNamespace hidden(String point, Path directory) {
    return MountNamespace.after(hiddenAt(point), directory);
  }

  /**
   * One at which every user may look, and then waits for ever.
   *
   * @param point the mount point, relative to the directory
   */
  public static MountNamespace silent(String point, Path directory) {
    return MountNamespace.after(silentAt(point), directory);
  }

  /** The shell commands for a {@link #hidden} one; the shell holds the descriptor of the server. */
  public static String hiddenAt(String point) {
    return mount(point, OPTIONS);
  }

  /** As {@link #hiddenAt}, for a {@link #silent} one. */
  public static String silentAt(String point) {
    return mount(point, OPTIONS + ",allow_other");
  }

  /** By mount(2): with its new calls, mount(8) since 2.41 looks at the mount and gives up. */
  private static String mount(String point, String options) {
    return "exec 3<>/dev/fuse; LIBMOUNT_FORCE_MOUNT2=always mount -i -t fuse -o "
        + options
        + " test '"
        + point
        + "'";
  }
}
