// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import java.io.IOException;

/** What can be copied below a root directory. */
public final class RootCopySources implements CopySources {
  private final Root root;

  /** The sources below a root directory, which stays the caller's to close. */
  public RootCopySources(Root root) {
    this.root = root;
  }

  /** True where it cannot be told: then copying tells why. */
  @Override
  public boolean exists(BytePath source) {
    try (Inode inode = root.findIfExists(source)) {
      return inode != null;
    } catch (IOException e) {
      return true;
    }
  }
}
