// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void mountsOfANamespaceAreVisibleThroughItsPathOnly() {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (TestFolder folder = TestFolder.with("source/f\ntarget/\n");
        MountNamespace namespace =
            MountNamespace.after("mount --bind source target", folder.path())) {
      Path file = folder.path().resolve("target/f");
      assertThat(namespace.path(file)).exists();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void theFormerUmaskIsRestored() throws Exception {
    try (TestFolder folder = TestFolder.create()) {
      String modes =
          Umask.during(
              027,
              () -> {
                Path inner = folder.path().resolve("a");
                Path outer = folder.path().resolve("b");
                String innerMode =
                    Umask.during(0777, () -> permissions(Files.createDirectory(inner)));
                return innerMode + " " + permissions(Files.createDirectory(outer));
              });
      assertThat(modes).isEqualTo("--------- rwxr-x---");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aFakeClockMovesOnlyWhenAdvanced() {
    FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05.678901234Z"));
    assertThat(clock.micros()).isEqualTo(clock.micros()).isEqualTo(1767323045678901L);
    clock.advance(Duration.ofDays(-10));
    assertThat(clock.instant()).isEqualTo("2025-12-23T03:04:05.678901234Z");
  }
}
