// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test with a folder of its own, held by a descriptor. */
abstract class LinuxTestCase {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENOTTY = 25;
  static final int EFBIG = 27;
  static final int ERANGE = 34;
  static final int ENAMETOOLONG = 36;
  static final int ENOTEMPTY = 39;
  static final int ELOOP = 40;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;

  static final int RW = Constants.O_RDWR | Constants.O_CREAT;
  static final byte[] ITSELF = new byte[0];

  final TestFolder folder = TestFolder.create();
  Fd dir = Fd.CWD;

  @BeforeEach
  void openFolder() {
    int flags = Constants.O_RDONLY | Constants.O_DIRECTORY;
    dir = new Fd(ok(At.openat(Fd.CWD, bytes(folder.path().toString()), flags, 0)));
  }

  @AfterEach
  void removeFolder() {
    dir.close();
    folder.close();
  }

  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The result of a call that must succeed. */
  static int ok(int result) {
    assertThat(result).isNotNegative();
    return result;
  }

  final Fd open(String name, int flags) {
    return new Fd(ok(At.openat(dir, bytes(name), flags, 0600)));
  }

  final Path path(String name) {
    return folder.path().resolve(name);
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
