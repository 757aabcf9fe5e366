// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PassthroughMountTest {
  @Test
  void passesOnWhatItsSwitchesDoNotRefuse() throws IOException {
    String missing = PassthroughMount.missing();
    assumeTrue(missing == null, missing);
    try (TestFolder folder = TestFolder.create()) {
      passOn(folder.path());
      assertThat(folder.path().resolve("mount")).isEmptyDirectory();
    }
  }

  private static void passOn(Path folder) throws IOException {
    try (PassthroughMount mount = PassthroughMount.in(folder, PassthroughMount.CIFS)) {
      Path file = Files.writeString(mount.path().resolve("file"), "content");
      assertThat(folder.resolve("backing/file")).hasContent("content");
      assertThatThrownBy(() ->
              Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("not permitted");
    }
  }
}
