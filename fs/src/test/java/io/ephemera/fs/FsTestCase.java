// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** A test with a folder of its own. */
abstract class FsTestCase {
  final TestFolder folder;

  FsTestCase() {
    this(TestFolder.create());
  }

  FsTestCase(TestFolder folder) {
    this.folder = folder;
  }

  @AfterEach
  final void removeFolder() {
    folder.close();
  }

  final void build(String tree) {
    Tree.build(tree, folder.path());
  }

  final String tree() {
    return Tree.describe(folder.path());
  }

  final Path path(String name) {
    return folder.path().resolve(name);
  }

  static BytePath bytePath(Path path) {
    return BytePath.of(Bytes.latin1(path.toString()));
  }

  /** The folder as the root directory. */
  final Root root() throws SystemCallException {
    return Root.at(bytePath(folder.path()));
  }

  /** A directory of the folder, opened for reading. */
  final Directory directory(String name) throws SystemCallException {
    try (Directory held = Directory.openAmbient(bytePath(path(name)))) {
      return held.reopenForReading();
    }
  }

  /** The inode that a path of the folder names; a link at its end is not followed. */
  final String inode(String path) {
    return inode(path(path).toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  static String inode(byte[] path) {
    Statx stat = new Statx();
    int result =
        At.statx(Fd.CWD, path, Constants.AT_SYMLINK_NOFOLLOW, Constants.STATX_BASIC_STATS, stat);
    assertThat(result).as(new String(path, StandardCharsets.ISO_8859_1)).isZero();
    return inode(new Stat(stat));
  }

  static String inode(Stat stat) {
    return "inode " + stat.inode();
  }

  /** How many descriptors this process has open below a folder. */
  static int descriptors(Path below) throws IOException {
    int count = 0;
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path link : open) {
        if (Files.isSymbolicLink(link) && isBelow(link, below)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isBelow(Path link, Path folder) {
    try {
      return Files.readSymbolicLink(link).toString().contains(folder.toString());
    } catch (IOException e) {
      return false; // closed meanwhile by another thread
    }
  }
}
