// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.CopySources;
import java.io.IOException;

/** The files and directories below a root directory that {@code C} lines can copy. */
public final class RootCopySources implements CopySources {
  private final Root root;

  /** The sources below a root directory, which the caller closes. */
  public RootCopySources(Root root) {
    this.root = root;
  }

  /** True also if the lookup fails: the copy fails then too, and reports why. */
  @Override
  public boolean exists(BytePath source) {
    try (Inode inode = root.findIfExists(source)) {
      return inode != null;
    } catch (IOException e) {
      return true;
    }
  }
}
