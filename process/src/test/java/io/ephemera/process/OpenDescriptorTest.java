// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenDescriptorTest extends ProcessTestCase {
  private static OpenDescriptor of(io.ephemera.fs.Handle handle) throws IOException {
    String number = Objects.requireNonNull(handle.pathInProcess().name()).bytes().latin1();
    return OpenDescriptor.list().stream()
        .filter(open -> open.number() == Integer.parseInt(number))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFileIsNamedByItsPathAndASocketByItsInode() throws IOException {
    build("f\n");
    try (OpenFile file = OpenFile.openAmbient(bytePath(path("f")));
        UnixSocket socket = UnixSocket.stream()) {
      assertThat(of(file).target()).isEqualTo(bytePath(path("f")).bytes());
      assertThat(of(file).isSocket()).isFalse();
      assertThat(of(socket).isSocket()).isTrue();
      assertThat(of(socket).target())
          .isEqualTo(Bytes.latin1("socket:[" + socket.stat().inode() + "]"));
    }
  }

  @Test
  void descriptorsBelowADirectoryAreKeptFromChildren() throws IOException {
    build("kept/\nkept/f\nother/\nother/f\n");
    try (OpenFile kept = OpenFile.openAmbient(bytePath(path("kept/f")));
        OpenFile other = OpenFile.openAmbient(bytePath(path("other/f")))) {
      kept.letChildrenInherit();
      other.letChildrenInherit();
      ChildProcess.keepFromChildren(bytePath(path("kept")));
      assertThat(isInherited(kept)).isFalse();
      assertThat(isInherited(other)).isTrue();
    }
  }

  /** By O_CLOEXEC in the octal flags of proc_pid_fdinfo(5). */
  private static boolean isInherited(OpenFile file) throws IOException {
    Path info = Path.of(file.pathInProcess().latin1().replace("/fd/", "/fdinfo/"));
    String flags =
        Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("flags:"))
            .map(line -> line.substring("flags:".length()).strip())
            .findFirst()
            .orElseThrow();
    return (Long.parseLong(flags, 8) & 02000000) == 0;
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/lib/jvm, true",
    "/usr/lib/jvm/lib/modules, true",
    "/usr/lib/jvm-other, false",
    "/usr/lib, false",
    "socket:[1], false",
    "anon_inode:[eventpoll], false",
  })
  void onlyPathsAreBelowADirectory(String target, boolean below) {
    OpenDescriptor open = new OpenDescriptor(3, Bytes.latin1(target));
    assertThat(open.isBelow(BytePath.of("/usr/lib/jvm"))).isEqualTo(below);
  }
}
