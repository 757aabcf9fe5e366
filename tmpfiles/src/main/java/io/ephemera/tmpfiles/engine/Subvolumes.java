// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;

/**
 * When {@code v}, {@code q} and {@code Q} create btrfs subvolumes: usually if the root directory is
 * one (tmpfiles.d(5)).
 */
public enum Subvolumes {
  /** If the root directory is one. */
  AS_THE_ROOT,
  ALWAYS,
  NEVER;

  /** The value of SYSTEMD_TMPFILES_FORCE_SUBVOL; anything but a boolean is ignored. */
  public static Subvolumes of(Variables variables) {
    Boolean wanted = BooleanVariable.of(variables.get("SYSTEMD_TMPFILES_FORCE_SUBVOL"));
    if (wanted == null) {
      return AS_THE_ROOT;
    }
    return wanted ? ALWAYS : NEVER;
  }

  boolean areWanted(Root root) throws IOException {
    if (this != AS_THE_ROOT) {
      return this == ALWAYS;
    }
    try (Inode top = root.find(BytePath.ROOT)) {
      return top.isSubvolume();
    }
  }
}
