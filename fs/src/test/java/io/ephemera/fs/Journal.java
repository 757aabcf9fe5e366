// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what happens in a descent. */
class Journal implements Descent.Visitor {
  final List<String> events = new ArrayList<>();

  @Override
  public boolean visit(Visit entry) throws IOException {
    events.add("visit " + entry.path() + " " + entry.depth());
    return true;
  }

  @Override
  public Descent.@Nullable Visitor enter(Visit entry, Directory opened) throws IOException {
    events.add("enter " + entry.path());
    return this;
  }

  @Override
  public void leave(Visit entry, Directory opened) throws IOException {
    events.add("leave " + entry.path());
    assertThat(opened.stat().isSameInode(entry.stat())).isTrue();
  }

  @Override
  public void left(Visit entry) throws IOException {
    events.add("left " + entry.path());
  }

  @Override
  public void failed(@Nullable Visit entry, IOException reason) {
    String kind = reason instanceof UnsafePathException ? "unsafe" : reason.getMessage();
    events.add("failed " + (entry == null ? "" : entry.path()) + " " + kind);
  }
}
