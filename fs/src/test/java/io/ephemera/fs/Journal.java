// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records the calls of a walk. */
class Journal implements TreeWalk.Visitor {
  final List<String> events = new ArrayList<>();
  final List<TreeWalk.Attempt> attempts = new ArrayList<>();

  @Override
  public boolean visit(Entry entry) throws IOException {
    events.add("visit " + entry.path() + " " + entry.depth());
    return true;
  }

  @Override
  public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
    events.add("enter " + entry.path());
    return this;
  }

  @Override
  public void leave(Entry entry, Directory opened) throws IOException {
    events.add("leave " + entry.path());
    assertThat(opened.stat().isSameInode(entry.stat())).isTrue();
  }

  @Override
  public void left(Entry entry) throws IOException {
    events.add("left " + entry.path());
  }

  @Override
  public void failed(TreeWalk.Failure failure) {
    IOException reason = failure.reason();
    String kind = reason instanceof UnsafePathException ? "unsafe" : reason.getMessage();
    events.add("failed " + failure.path() + " " + kind);
    attempts.add(failure.attempt());
  }
}
