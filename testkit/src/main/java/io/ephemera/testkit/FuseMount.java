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
    return mount(point, OPTIONS, directory);
  }

  /**
   * One at which every user may look, and then waits for ever.
   *
   * @param point the mount point, relative to the directory
   */
  public static MountNamespace silent(String point, Path directory) {
    return mount(point, OPTIONS + ",allow_other", directory);
  }

  /** The process that keeps the namespace holds the descriptor of the server. */
  private static MountNamespace mount(String point, String options, Path directory) {
    String script = "exec 3<>/dev/fuse; mount -i -t fuse -o " + options + " test '" + point + "'";
    return MountNamespace.after(script, directory);
  }
}
