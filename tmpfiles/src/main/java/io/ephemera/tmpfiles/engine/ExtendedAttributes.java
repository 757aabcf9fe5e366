// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.report.Verb;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Xattr;
import java.io.IOException;
import java.util.List;

/** Extended attributes: {@code t}, {@code T}. */
final class ExtendedAttributes implements Adjustments.Operation {
  private final Session session;
  private final HardLinks hardLinks;
  private final List<Xattr> attributes;

  ExtendedAttributes(Session session, HardLinks hardLinks, Action.SetExtendedAttributes action) {
    this.session = session;
    this.hardLinks = hardLinks;
    this.attributes = action.attributes();
  }

  @Override
  public Verb verb() {
    return Verb.SET_XATTR;
  }

  @Override
  public void apply(Line line, BytePath path, Inode inode) throws IOException {
    hardLinks.check(path, inode);
    for (Xattr attribute : attributes) {
      String name = attribute.name().latin1();
      if (!session.pretend(line, path, Verb.SET_XATTR, attribute.name().toString())) {
        inode.setAttribute(name, attribute.value());
        session.done(line, path, Verb.SET_XATTR, attribute.name().toString());
      }
    }
  }
}
