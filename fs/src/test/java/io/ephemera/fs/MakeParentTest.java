// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeParentTest extends FsTestCase {
  private String make(String path) throws IOException {
    try (Root root = root();
        Directory parent = root.makeParentOf(BytePath.of(Bytes.latin1(path)))) {
      return inode(parent.stat());
    } catch (SystemCallException e) {
      return e.errno().name();
    } catch (UnsafePathException e) {
      return "unsafe";
    }
  }

  @ParameterizedTest(name = "{0}: the parent of {1} is {2}")
  @CsvSource({
    "d/, /x, .",
    "d/, /d/x, d",
    "d/, /d/a/b/c/x, d/a/b/c",
    "l => d@d/, /l/x, d",
    "l => d@d/, /l/a/x, d/a",
    "l => d@d/, /l/a/b/x, d/a/b",
    "l => /d@d/e/, /l/e/a/x, d/e/a",
    "d/, /d/\u00ff/x, d/\u00ff",
    "d/, d/a/x, d/a",
  })
  void missingParentsAreCreated(String tree, String path, String parent) throws IOException {
    build(tree.replace('@', '\n'));
    assertThat(make(path)).isEqualTo(inode(Bytes.latin1(folder.path() + "/" + parent).array()));
  }

  @Test
  void parentsGetMode0755WhateverTheUmask() throws Exception {
    assertThat(Umask.during(077, () -> make("/a/b/x"))).isEqualTo(inode("a/b"));
    assertThat(Umask.during(0777, () -> make("/c/d/x"))).isEqualTo(inode("c/d"));
    assertThat(Umask.during(0, () -> make("/e/x"))).isEqualTo(inode("e"));
    assertThat(tree()).isEqualTo("a/\na/b/\nc/\nc/d/\ne/\n");
  }

  @ParameterizedTest(name = "{0}: {1} is refused with {2}")
  @CsvSource({
    "l => no, /l/x, ENOENT",
    "l => no, /l/a/x, ENOENT",
    "l => d/no@d/, /l/x, ENOENT",
    "l => no/no, /l/a/x, ENOENT",
    "l => l, /l/a/x, ELOOP",
    "f, /f/x, ENOTDIR",
    "f, /f/a/x, ENOTDIR",
    "d/, /d/a/../x, unsafe",
    "d/, /new/../x/y, unsafe",
    "d/, /.., unsafe",
    "d/, /, unsafe",
  })
  void aRefusalCreatesNothing(String tree, String path, String reason) throws IOException {
    build(tree.replace('@', '\n'));
    String before = tree();
    assertThat(make(path)).isEqualTo(reason);
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void nothingIsCreatedInADirectoryOfAnotherUser() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("u/ 1234:1234\nu/there/ 1234:1234\nl => u/there\nd/\n");
    String before = tree();
    assertThat(make("/u/x")).isEqualTo(inode("u"));
    assertThat(make("/u/a/x")).isEqualTo("unsafe");
    assertThat(make("/u/there/a/b/x")).isEqualTo("unsafe");
    assertThat(make("/l/a/x")).isEqualTo("unsafe");
    assertThat(tree()).isEqualTo(before);
    // The same in a directory of our own.
    assertThat(make("/d/a/x")).isEqualTo(inode("d/a"));
  }

  @Test
  void nothingIsCreatedThroughALinkOfAnotherUser() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("tmp/ 1777\ntmp/l => . 1234:1234\ntmp/m => ../d 1234:1234\nd/\n");
    String before = tree();
    assertThat(make("/tmp/l/a/x")).isEqualTo("unsafe");
    assertThat(make("/tmp/l/x")).isEqualTo("unsafe");
    assertThat(make("/tmp/m/a/x")).isEqualTo("unsafe");
    assertThat(tree()).isEqualTo(before);
    assertThat(make("/tmp/a/x")).isEqualTo(inode("tmp/a"));
  }

  @Test
  void parentsInheritTheGroupButNotTheSetGroupIdBit() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("d/ 2775 root:daemon\n");
    assertThat(Umask.during(077, () -> make("/d/a/b/x"))).isEqualTo(inode("d/a/b"));
    assertThat(tree()).isEqualTo("d/ 2775 root:daemon\nd/a/ root:daemon\nd/a/b/\n");
  }

  @Test
  void anUnprivilegedUserCreatesParentsInItsOwnDirectory() throws IOException {
    assumeTrue(!TestUser.isRoot(), "needs a user other than root");
    assertThat(make("/a/b/x")).isEqualTo(inode("a/b"));
  }

  @Test
  void noDescriptorStaysOpen() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("f\nu/ 1234:1234\n");
    int before = descriptors(folder.path());
    assertThat(make("/a/b/c/x")).isEqualTo(inode("a/b/c"));
    assertThat(make("/f/x")).isEqualTo("ENOTDIR");
    assertThat(make("/u/a/x")).isEqualTo("unsafe");
    assertThat(descriptors(folder.path())).isEqualTo(before);
  }
}
