// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;
import io.ephemera.tmpfiles.language.Variables;

/**
 * Whether the run is in a chroot environment: what SYSTEMD_IN_CHROOT says, or else whether the root
 * directory is another one than that of process 1, unless SYSTEMD_IGNORE_CHROOT is true.
 */
public record Chroot(Variables variables) {
  /** Whether one was detected; without access to process 1 there is none. */
  boolean isDetected() {
    Boolean said = BooleanVariable.of(variables.get("SYSTEMD_IN_CHROOT"));
    if (said != null) {
      return said;
    }
    Boolean ignored = BooleanVariable.of(variables.get("SYSTEMD_IGNORE_CHROOT"));
    return !Boolean.TRUE.equals(ignored) && hasAnotherRootThanProcessOne();
  }

  private static boolean hasAnotherRootThanProcessOne() {
    try (Inode ours = Inode.openAmbient(BytePath.ROOT);
        Inode theirs = Inode.openAmbient(BytePath.of("/proc/1/root"))) {
      return !ours.stat().isSameInode(theirs.stat());
    } catch (SystemCallException e) {
      return false;
    }
  }
}
