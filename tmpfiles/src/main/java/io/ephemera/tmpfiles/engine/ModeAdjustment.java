// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Sets mode and owner of what exists: {@code z}, {@code Z}, {@code m}. */
record ModeAdjustment(Permissions permissions) implements Adjustments.Adjuster {
  @Override
  public Operation operation() {
    return Operation.CHANGE_MODE;
  }

  @Override
  public boolean changesAnything(Line line) {
    return Permissions.areAsked(line);
  }

  @Override
  public boolean isRight(Line line, Stat stat) {
    return permissions.areRight(line, stat);
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    permissions.apply(line, path, inode, false);
  }
}
