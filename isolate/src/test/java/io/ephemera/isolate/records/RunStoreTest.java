// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** Only its user may enter a store. */
class RunStoreTest {
  private static RunStore open(Path path) throws IOException {
    return RunStore.at(Plans.bytes(path), Steps.UNOBSERVED);
  }

  @Test
  void isMadeForItsUserAlone() throws IOException {
    try (TestFolder folder = TestFolder.create()) {
      Path store = folder.path().resolve("above/store");
      open(store).close();
      assertThat(Files.getPosixFilePermissions(store))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      open(store).close();
    }
  }

  @Test
  void isRefusedIfOthersMayEnterIt() throws IOException {
    try (TestFolder folder = TestFolder.with("store/ 0750\n")) {
      assertThatThrownBy(() -> open(folder.path().resolve("store")))
          .isInstanceOf(UnsafePathException.class)
          .hasMessageContaining("closed to others");
    }
  }

  @Test
  void isRefusedIfItBelongsToAnother() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    try (TestFolder folder = TestFolder.with("store/ 0700\n")) {
      Path store = folder.path().resolve("store");
      Files.setAttribute(store, "unix:uid", 65533);
      assertThatThrownBy(() -> open(store)).hasMessageContaining("must belong to user 0");
    }
  }

  @Test
  void isRefusedIfALinkHasItsName() throws IOException {
    try (TestFolder folder = TestFolder.with("elsewhere/ 0700\n")) {
      Path store = folder.path().resolve("store");
      Files.createSymbolicLink(store, folder.path().resolve("elsewhere"));
      assertThatThrownBy(() -> open(store))
          .hasMessage(
              "\"%1$s\" is a symbolic link, expected a directory; remove it: rm %1$s", store);
    }
  }

  @Test
  void thatItCannotBeMadeIsSaidWithItsPath() throws IOException {
    try (TestFolder folder = TestFolder.with("file\n")) {
      Path store = folder.path().resolve("file/store");
      assertThatThrownBy(() -> open(store))
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("cannot create \"" + store + "\": Not a directory; ");
    }
  }
}
