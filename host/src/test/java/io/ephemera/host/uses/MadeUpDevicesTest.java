// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.process.MountInfo;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * On an overlay file system of two others, stat(2) reports a device that the kernel's lists do not
 * name: uses are found nevertheless, and where only the inode number says so, they are hints.
 */
class MadeUpDevicesTest {
  private static final String MOUNT =
      "mkdir lower upper all; mount -t tmpfs none lower; mount -t tmpfs none upper;"
          + " mkdir upper/u upper/w;"
          + " mount -t overlay -o lowerdir=lower,upperdir=upper/u,workdir=upper/w none all;"
          + " echo x >all/f";

  private final TestFolder folder = TestFolder.create();

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    assumeTrue(run(MOUNT) == 0, "needs overlay file systems");
  }

  @AfterEach
  void unmount() throws Exception {
    if (Files.exists(folder.path().resolve("all"))) {
      assertThat(run("umount -l all; umount -l lower; umount -l upper")).isZero();
    }
    folder.close();
  }

  private int run(String script) throws Exception {
    return new ProcessBuilder("sh", "-ec", script)
        .directory(folder.path().toFile())
        .start()
        .waitFor();
  }

  @ParameterizedTest
  @CsvSource({
    "read, f, OPEN, true",
    "mapped, f, MAPPED, true",
    "flock, f, LOCK, true",
    "cwd, '', WORKING_DIRECTORY, true",
    "inotify, f, WATCH, false",
    "listening, s, BOUND_SOCKET, false",
  })
  void aUseIsFound(String way, String name, UseKind kind, boolean proven) throws Exception {
    Path path = folder.path().resolve("all").resolve(name);
    try (Holder holder = Holder.start(folder.path(), List.of(), way, "all/" + name)) {
      FileId file = HoldersTest.id(path);
      boolean madeUp = !MountInfo.ofProcess().hasDevice(file.device());
      assertThat(madeUp).isEqualTo(!Files.isDirectory(path));
      for (Wanted wanted :
          List.of(Wanted.files(List.of(file)), Wanted.devices(List.of(file.device())))) {
        List<Use> uses =
            UseTable.scan(wanted).of(file).stream().filter(use -> use.kind() == kind).toList();
        assertThat(uses).hasSize(1);
        assertThat(Objects.requireNonNull(uses.getFirst().process()).pid()).isEqualTo(holder.pid());
        assertThat(uses.getFirst().proven()).isEqualTo(proven);
      }
    }
  }
}
