// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Working directory and open directories that a private /tmp covers. */
class CoveredPathsTest {
  private static final Path WORKING_DIRECTORY = Path.of("/proc/thread-self/cwd");

  private static CoveredPaths covered(MountPlan plan) throws RunException {
    try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {})) {
      MountNamespace.enter();
      return CommandMounts.apply(plan, places, Frames.NONE);
    }
  }

  private static void enter(String path) throws Exception {
    try (Directory directory = Directory.openAmbient(BytePath.of(path))) {
      directory.enter();
    }
  }

  @Test
  void aWorkingDirectoryThatTheCommandHasIsEnteredAnew() throws Exception {
    FakeHost.run(() -> {
      Files.writeString(Path.of("/tmp/of-host"), "");
      enter("/tmp");
      CoveredPaths covered = covered(Plans.inMemory());
      assertThat(WORKING_DIRECTORY.resolve("of-host")).exists();
      covered.enterWorkingDirectory();
      assertThat(WORKING_DIRECTORY).isEmptyDirectory();
    });
  }

  @Test
  void aWorkingDirectoryThatTheCommandDoesNotSeeIsRefused() throws Exception {
    FakeHost.run(() -> {
      Files.createDirectory(Path.of("/tmp/deep"));
      enter("/tmp/deep");
      CoveredPaths covered = covered(Plans.inMemory());
      assertThatThrownBy(covered::enterWorkingDirectory)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("the working directory /tmp/deep is not visible to the command");
    });
  }

  @Test
  void aWorkingDirectoryElsewhereStays() throws Exception {
    FakeHost.run(() -> {
      enter("/usr");
      covered(Plans.inMemory()).enterWorkingDirectory();
      assertThat(Files.readSymbolicLink(WORKING_DIRECTORY)).isEqualTo(Path.of("/usr"));
    });
  }

  @Test
  void anInheritedDirectoryIsRefusedUnlessItIsClosed() throws Exception {
    FakeHost.run(() -> {
      try (Directory open = Directory.openAmbient(BytePath.of("/tmp"))) {
        FakeHost.inThread(() -> refuse(open, covered(Plans.inMemory())));
      }
    });
  }

  private static void refuse(Directory open, CoveredPaths covered) throws Exception {
    covered.refuseOpenDirectories(number -> false); // not inherited
    open.letChildrenInherit();
    int number = open.descriptor();
    assertThatThrownBy(() -> covered.refuseOpenDirectories(other -> false))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("descriptor " + number + ", a directory that is covered");
    covered.refuseOpenDirectories(other -> other == number);
  }
}
