// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.XattrEntry;
import java.io.IOException;
import java.util.List;

/** Sets extended attributes: {@code t}, {@code T}. */
final class ExtendedAttributes implements Adjustments.Adjuster {
  private final RunContext context;
  private final HardLinks hardLinks;
  private final List<XattrEntry> attributes;

  ExtendedAttributes(RunContext context, HardLinks hardLinks, Action.SetExtendedAttributes action) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.attributes = action.attributes();
  }

  @Override
  public Operation operation() {
    return Operation.SET_XATTR;
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    hardLinks.check(path, inode);
    for (XattrEntry attribute : attributes) {
      String name = attribute.name().latin1();
      if (!context.reportIfDryRun(line, path, Operation.SET_XATTR, attribute.name().toString())) {
        inode.setAttribute(name, attribute.value());
        context.reportDone(line, path, Operation.SET_XATTR, attribute.name().toString());
      }
    }
  }
}
