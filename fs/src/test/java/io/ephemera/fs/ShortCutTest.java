// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A short cut leads where the steps lead, or there is none. */
class ShortCutTest extends FsTestCase {
  private static final String NONE = "none";

  ShortCutTest() {
    super(TestFolder.inMemory());
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root");
  }

  private static String byShortCut(Root root, String path) throws IOException {
    try (Directory opened = root.openByShortCut(BytePath.of(path))) {
      return opened == null ? NONE : inode(opened.stat());
    }
  }

  private static String byStep(Root root, String text) throws IOException {
    BytePath path = BytePath.of(text);
    try (Directory parent = root.parentOf(path);
        Directory opened = parent.openForReading(Objects.requireNonNull(path.name()))) {
      return inode(opened.stat());
    } catch (SystemCallException e) {
      return e.errno().name();
    } catch (UnsafePathException e) {
      return "unsafe";
    }
  }

  /** Resolves a path, so that the directories above it are known. */
  private static void reach(Root root, String path) throws IOException {
    root.parentOf(BytePath.of(path)).close();
  }

  private void buildWithOwners(String tree) {
    build(tree.replace(", ", "\n").replace(" U", " 1234:1234").replace(" V", " 2345:2345") + '\n');
  }

  /** Tree, U and V are users. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          home/u/ U, home/u/c/ U
          home/u/ U, home/u/c/
          home/u/ U, home/u/c/ V
          home/u/, home/u/c/ U
          home/u/ U, home/u/c/ 0000 U
          """)
  void belowADirectoryOfRootItLeadsWhereTheStepsLead(String tree) throws IOException {
    buildWithOwners("home/, home/first/, " + tree);
    try (Root root = root()) {
      reach(root, "/home/first/c");

      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(inode("home/u/c"));
      assertThat(byStep(root, "/home/u/c")).isEqualTo(inode("home/u/c"));
    }
  }

  /** Tree, U and V are users | where the steps lead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          home/ U, home/first/ U, home/u/ U, home/u/c/ U        | home/u/c
          home/ U, home/first/ U, home/u/ V, home/u/c/ V        | unsafe
          home/ U, home/first/ U, home/u/, home/u/c/            | unsafe
          home/, home/first/, home/u => first, home/first/c/    | home/first/c
          home/, home/first/, home/u => /d, d/, d/c/            | d/c
          home/, home/first/, home/u/, home/u/c => ../first     | ENOTDIR
          home/, home/first/, home/u                            | ENOTDIR
          home/, home/first/, home/u/, home/u/c                 | ENOTDIR
          home/, home/first/, home/u/                           | ENOENT
          home/, home/first/                                    | ENOENT
          """)
  void elsewhereThereIsNone(String tree, String expected) throws IOException {
    buildWithOwners(tree);
    try (Root root = root()) {
      reach(root, "/home/first/c");

      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
      boolean opened = expected.contains("/");
      assertThat(byStep(root, "/home/u/c")).isEqualTo(opened ? inode(expected) : expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"/other/u/c", "/u/c", "/c", "/", "/home/u/u/c", "/home/../u/c", "/home/u/.."})
  void thereIsNoneToOtherPaths(String path) throws IOException {
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\nhome/u/u/\nhome/u/u/c/\nother/\nother/u/\n");
    build("other/u/c/\nu/\nu/c/\nc/\n");
    try (Root root = root()) {
      reach(root, "/home/first/c");

      assertThat(byShortCut(root, path)).isEqualTo(NONE);
    }
  }

  @Test
  void thereIsNoneBeforeThePathIsKnownAndAfterForget() throws IOException {
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\n");
    try (Root root = root()) {
      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
      reach(root, "/home/first/c");
      assertThat(byShortCut(root, "/home/u/c")).isNotEqualTo(NONE);
      root.forget();
      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
    }
  }

  @Test
  void thereIsNoneWithoutOpenat2() throws IOException {
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\n");
    try (Root root = Root.at(bytePath(folder.path()), ComponentOpener.OPENAT)) {
      reach(root, "/home/first/c");

      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
    }
  }

  @Test
  void thereIsNoneBelowADirectoryThatWasReplaced() throws IOException {
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\n");
    try (Root root = root()) {
      reach(root, "/home/first/c");
      for (String name : new String[] {"home/u/c", "home/u", "home/first", "home"}) {
        Files.delete(path(name));
      }
      build("home/\nhome/u/\nhome/u/c/\n");

      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
      assertThat(byStep(root, "/home/u/c")).isEqualTo(inode("home/u/c"));
    }
  }

  /** Which file systems mount others by themselves is not known: proc(5) is none of those known. */
  @Test
  void thereIsNoneOnAFileSystemThatMayMountOthers() throws IOException {
    try (Root root = Root.at(BytePath.of("/proc/sys"))) {
      reach(root, "/net/ipv4/conf");

      assertThat(byShortCut(root, "/net/ipv4/conf")).isEqualTo(NONE);
      assertThat(byStep(root, "/net/ipv4/conf")).startsWith("inode ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mount --bind d home/u, d/c",
    "mount -t tmpfs -o mode=0755 none home/u && mkdir home/u/c, ''",
    "mount --bind d home/u/c, d"
  })
  void thereIsNoneAcrossAMountPoint(String script, String expected) throws IOException {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\nd/\nd/c/\n");
    try (MountNamespace namespace = MountNamespace.after(script, folder.path());
        Root root = Root.at(bytePath(namespace.path(folder.path())))) {
      reach(root, "/home/first/c");

      assertThat(byShortCut(root, "/home/u/c")).isEqualTo(NONE);
      String opened = byStep(root, "/home/u/c");
      assertThat(opened).startsWith(expected.isEmpty() ? "inode " : inode(expected));
    }
  }

  @Test
  void noDescriptorStaysOpen() throws IOException {
    build("home/\nhome/first/\nhome/u/\nhome/u/c/\n");
    try (Root root = root()) {
      reach(root, "/home/first/c");
      int before = descriptors(folder.path());
      assertThat(byShortCut(root, "/home/u/c")).isNotEqualTo(NONE);
      assertThat(byShortCut(root, "/home/u/no")).isEqualTo(NONE);
      assertThat(descriptors(folder.path())).isEqualTo(before);
    }
  }
}
