// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether this process has a /tmp that others do not see: PrivateTmp= of systemd.exec(5). */
final class PrivateTmp {
  // Fields of proc_pid_mountinfo(5).
  private static final int ROOT = 3;
  private static final int MOUNT_POINT = 4;

  private PrivateTmp() {}

  /**
   * In words, or nothing.
   *
   * @param mounts the content of /proc/self/mountinfo
   */
  static Optional<String> warning(String mounts) {
    String[] tmp = null;
    for (String line : mounts.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > MOUNT_POINT && fields[MOUNT_POINT].equals("/tmp")) {
        tmp = fields; // what was mounted last lies above
      }
    }
    return isPrivate(tmp)
        ? Optional.of(
            "the /tmp of this process is not the system's: only what runs in the same sandbox finds"
                + " anything there. For a service, PrivateTmp=no lets others in; better, use its"
                + " directory below /run")
        : Optional.empty();
  }

  private static boolean isPrivate(String @Nullable [] mount) {
    if (mount == null || mount[ROOT].equals("/")) {
      return false;
    }
    // Of btrfs(5) a subvolume is mounted for everybody.
    boolean isSubvolume = String.join(" ", mount).contains(" - btrfs ");
    return mount[ROOT].contains("/systemd-private-") || !isSubvolume;
  }
}
