// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FdTest extends LinuxTestCase {
  @Test
  void aSecondCloseDoesNotCloseAReusedNumber() throws IOException {
    int before = descriptors(folder.path());
    Fd first = open("f", RW);
    int number = first.number();
    first.close();
    try (Fd second = open("g", RW)) {
      assertThat(second.number()).isEqualTo(number);
      first.close();
      assertThat(Io.write(second, bytes("x"), 0, 1)).isEqualTo(1);
    }
    assertThat(descriptors(folder.path())).isEqualTo(before);
  }

  @Test
  void callsOnAClosedDescriptorFail() {
    Fd file = open("f", RW);
    file.close();
    assertThat(Io.write(file, bytes("x"), 0, 1)).isEqualTo(-EBADF);
    assertThat(At.openat(file, bytes("x"), 0, 0)).isEqualTo(-EBADF);
    assertThat(Xattr.listxattr(file, new byte[10])).isEqualTo(-ENOENT);
  }

  @Test
  void theCurrentDirectoryIsNotClosed() {
    Fd.CWD.close();
    int opened = At.openat(Fd.CWD, bytes("."), Constants.O_PATH, 0);
    assertThat(opened).isPositive();
    new Fd(opened).close();
  }

  @Test
  void thePathInProcLeadsToTheInodeWhateverItsName() throws IOException {
    try (Fd file = open("f", RW)) {
      Files.move(path("f"), path("g"));
      Files.createFile(path("f"));
      Path named = Path.of(new String(file.procPath(), java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(Files.isSameFile(named, path("g"))).isTrue();
    }
  }
}
