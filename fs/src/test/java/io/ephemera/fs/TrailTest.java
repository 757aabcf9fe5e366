// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A walk goes on from where the last one was; what changed between them must not mislead it. */
class TrailTest extends FsTestCase {
  private static String reached(Root root, String path) throws IOException {
    try (Inode inode = root.find(BytePath.of(path))) {
      return inode(inode.stat());
    }
  }

  private String there(String name) throws IOException {
    try (Directory top = directory(".")) {
      return inode(top.stat(Name.of(name)));
    }
  }

  @Test
  void directoryThatWasRemovedAndMadeAgainIsTheNewOne() throws IOException {
    build("a/\na/b/\na/b/f\n");
    try (Root root = root()) {
      assertThat(reached(root, "/a/b/f")).isNotEmpty();
      Files.delete(path("a/b/f"));
      Files.delete(path("a/b"));
      build("a/b/\na/b/g\n");

      assertThat(reached(root, "/a/b/g")).startsWith("inode ");
      assertThat(there("a")).isEqualTo(reached(root, "/a"));
    }
  }

  @Test
  void directoryThatWasRemovedAndNotMadeAgainIsMissing() throws IOException {
    build("a/\na/b/\na/b/f\n");
    try (Root root = root()) {
      assertThat(reached(root, "/a/b/f")).isNotEmpty();
      Files.delete(path("a/b/f"));
      Files.delete(path("a/b"));

      assertThat(root.findIfExists(BytePath.of("/a/b/f"))).isNull();
    }
  }

  @Test
  void afterForgettingAnOwnerCountsAnew() throws IOException {
    assumeTrue(TestUser.isRoot(), "changes owners");
    build("a/\na/b/\na/b/f\na/b/g\n");
    try (Root root = root()) {
      assertThat(reached(root, "/a/b/f")).isNotEmpty();
      Files.setAttribute(path("a"), "unix:uid", 65534);
      root.forget();

      assertThatThrownBy(() -> root.find(BytePath.of("/a/b/g")))
          .isInstanceOf(UnsafePathException.class);
    }
  }

  @Test
  void afterForgettingANameCountsAnew() throws IOException {
    build("a/\na/b/\na/b/f \"old\"\nc/\nc/f \"new\"\n");
    try (Root root = root()) {
      assertThat(reached(root, "/a/b/f")).isNotEmpty();
      Files.move(path("a/b"), path("a/was"));
      Files.move(path("c"), path("a/b"));
      root.forget();

      try (Directory now = directory("a/b")) {
        assertThat(reached(root, "/a/b/f")).isEqualTo(inode(now.stat(Name.of("f"))));
      }
    }
  }

  @Test
  void ownerOfADirectoryOnTheWayIsForgottenAlone() throws IOException {
    assumeTrue(TestUser.isRoot(), "changes owners");
    build("a/\na/b/\na/b/f\na/b/g\nc/\n");
    try (Root root = root()) {
      assertThat(reached(root, "/a/b/f")).isNotEmpty();
      Files.setAttribute(path("a"), "unix:uid", 65534);
      try (Directory other = directory("c");
          Directory changed = directory("a")) {
        root.forget(other.stat());
        assertThat(reached(root, "/a/b/g")).isNotEmpty(); // what was held is held
        root.forget(changed.stat());
      }

      assertThatThrownBy(() -> root.find(BytePath.of("/a/b/g")))
          .isInstanceOf(UnsafePathException.class);
    }
  }
}
