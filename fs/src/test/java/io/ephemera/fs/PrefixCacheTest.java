// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Resolution starts from the last path; changes between two paths must not mislead it. */
class PrefixCacheTest extends FsTestCase {
  private static String resolve(Root root, String path) throws IOException {
    try (Inode inode = root.find(BytePath.of(path))) {
      return inode(inode.stat());
    }
  }

  private String inodeNamed(String name) throws IOException {
    try (Directory top = directory(".")) {
      return inode(top.stat(Name.of(name)));
    }
  }

  @Test
  void findsTheNewDirectoryAfterOneWasReplaced() throws IOException {
    build("a/\na/b/\na/b/f\n");
    try (Root root = root()) {
      assertThat(resolve(root, "/a/b/f")).isNotEmpty();
      Files.delete(path("a/b/f"));
      Files.delete(path("a/b"));
      build("a/b/\na/b/g\n");

      assertThat(resolve(root, "/a/b/g")).startsWith("inode ");
      assertThat(inodeNamed("a")).isEqualTo(resolve(root, "/a"));
    }
  }

  @Test
  void reportsARemovedDirectoryAsMissing() throws IOException {
    build("a/\na/b/\na/b/f\n");
    try (Root root = root()) {
      assertThat(resolve(root, "/a/b/f")).isNotEmpty();
      Files.delete(path("a/b/f"));
      Files.delete(path("a/b"));

      assertThat(root.findIfExists(BytePath.of("/a/b/f"))).isNull();
    }
  }

  @Test
  void checksOwnersAgainAfterForget() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root: owners are changed");
    build("a/\na/b/\na/b/f\na/b/g\n");
    try (Root root = root()) {
      assertThat(resolve(root, "/a/b/f")).isNotEmpty();
      Files.setAttribute(path("a"), "unix:uid", 65534);
      root.forget();

      assertThatThrownBy(() -> root.find(BytePath.of("/a/b/g")))
          .isInstanceOf(UnsafePathException.class);
    }
  }

  @Test
  void resolvesNamesAgainAfterForget() throws IOException {
    build("a/\na/b/\na/b/f \"old\"\nc/\nc/f \"new\"\n");
    try (Root root = root()) {
      assertThat(resolve(root, "/a/b/f")).isNotEmpty();
      Files.move(path("a/b"), path("a/was"));
      Files.move(path("c"), path("a/b"));
      root.forget();

      try (Directory now = directory("a/b")) {
        assertThat(resolve(root, "/a/b/f")).isEqualTo(inode(now.stat(Name.of("f"))));
      }
    }
  }

  @Test
  void forgetsOnlyIfTheChangedDirectoryWasOnThePath() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root: owners are changed");
    build("a/\na/b/\na/b/f\na/b/g\nc/\n");
    try (Root root = root()) {
      assertThat(resolve(root, "/a/b/f")).isNotEmpty();
      Files.setAttribute(path("a"), "unix:uid", 65534);
      try (Directory other = directory("c");
          Directory changed = directory("a")) {
        root.forget(other.stat());
        assertThat(resolve(root, "/a/b/g")).isNotEmpty(); // still cached
        root.forget(changed.stat());
      }

      assertThatThrownBy(() -> root.find(BytePath.of("/a/b/g")))
          .isInstanceOf(UnsafePathException.class);
    }
  }
}
