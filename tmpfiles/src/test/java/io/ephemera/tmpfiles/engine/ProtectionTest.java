// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Tmpfiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What other processes do to what is to be cleaned: locks, sockets; and trees that are too deep.
 */
class ProtectionTest {
  private static final List<String> CLEAN = List.of("--clean");
  private static final List<String> REMOVE = List.of("--remove");

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  /** Does something while another process holds the lock of a file or directory, flock(1). */
  private static EngineRun whileLocked(Path path, String kind, Work work) throws Exception {
    Process holder =
        new ProcessBuilder("flock", kind, path.toString(), "sh", "-c", "echo held; exec cat")
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      return work.run();
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  private interface Work {
    EngineRun run();
  }

  @ParameterizedTest
  @CsvSource({
    "--exclusive, --clean, d /d - - - 0",
    "--shared, --clean, d /d - - - 0",
    "--exclusive, --clean, R /d/e - - - 0",
    "--exclusive, --remove, R /d",
    "--exclusive, --remove, D /d",
  })
  void aLockedDirectoryStaysWithAllBelow(String kind, String flag, String line) throws Exception {
    Tree.build("d/\nd/e/\nd/e/f\nd/e/g/\nd/e/g/h\nd/x\n", folder.path());
    Path locked = folder.path().resolve("d/e");

    EngineRun run = whileLocked(locked, kind, () -> run(line, List.of(flag)));

    assertThat(Tree.describe(folder.path())).startsWith("d/\nd/e/\nd/e/f\nd/e/g/\nd/e/g/h\n");
    assertThat(run.said()).anyMatch(said -> said.endsWith("/d/e: somebody holds a lock on it"));
    assertThat(run.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(run(line, List.of(flag)).result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(folder.path().resolve("d/e/f")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--clean, d /d - - - 0", "--clean, r /d/f - - - 0", "--remove, R /d"})
  void aLockedFileStays(String flag, String line) throws Exception {
    Tree.build("d/\nd/f\nd/g\n", folder.path());
    Path locked = folder.path().resolve("d/f");

    EngineRun run = whileLocked(locked, "--exclusive", () -> run(line, List.of(flag)));

    assertThat(locked).exists();
    assertThat(run.said()).contains("skipped remove /d/f: somebody holds a lock on it");
    assertThat(run(line, List.of(flag)).result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(locked).doesNotExist();
  }

  @Test
  void aFifoThatSomebodyHasLockedStays() throws Exception {
    Tree.build("d/\nd/p|\n", folder.path());
    Path fifo = folder.path().resolve("d/p");
    String hold = "exec 3<>\"$0\"; flock 3; echo held; exec cat";
    Process holder = new ProcessBuilder("sh", "-c", hold, fifo.toString()).start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      assertThat(run("d /d - - - 0", CLEAN).said())
          .contains("skipped remove /d/p: somebody holds a lock on it");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
    assertThat(run("d /d - - - 0", CLEAN).said()).contains("done remove /d/p");
  }

  @Test
  void theLockOfTheTopDirectoryProtectsNothing() throws Exception {
    Tree.build("d/\nd/f\n", folder.path());

    EngineRun run =
        whileLocked(folder.path().resolve("d"), "--exclusive", () -> run("d /d - - - 0", CLEAN));

    assertThat(run.said()).contains("done remove /d/f");
  }

  @ParameterizedTest
  @CsvSource({"--clean, d /d - - - 0", "--remove, R /d"})
  void aSocketOnWhichSomebodyListensStays(String flag, String line) throws IOException {
    Tree.build("d/\nd/dead=\n", folder.path());
    Path live = folder.path().resolve("d/live");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(live));

      EngineRun run = run(line, List.of(flag));

      assertThat(live).exists();
      assertThat(folder.path().resolve("d/dead")).doesNotExist();
      assertThat(run.said()).contains("skipped remove /d/live: somebody listens on it");
    }
    EngineRun after = run(line, List.of(flag));
    assertThat(after.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(live).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--clean, d /d - - - 0", "--remove, R /d"})
  void nothingBelow256LevelsIsTouched(String flag, String line) {
    String deep = "d" + "/x".repeat(256);
    Tree.build(deep + "/\n" + deep + "/f\n" + deep + "/y/\n" + deep + "/y/kept\n", folder.path());

    EngineRun run = run(line, List.of(flag));

    assertThat(folder.path().resolve(deep + "/f")).doesNotExist();
    assertThat(folder.path().resolve(deep + "/y/kept")).exists();
    assertThat(run.said()).anyMatch(said -> said.endsWith("it is too deep (!)"));
    assertThat(run.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
  }

  @Test
  void aDryRunTakesNoLock() throws Exception {
    Tree.build("d/\nd/e/\nd/e/f\n", folder.path());

    EngineRun run =
        whileLocked(
            folder.path().resolve("d/e"),
            "--exclusive",
            () -> EngineRun.dry(folder.path(), List.of("R /d"), REMOVE));

    assertThat(run.said()).contains("would-do remove /d/e/f", "would-do remove-directory /d/e");
  }

  private EngineRun run(String line, List<String> flags) {
    return EngineRun.of(folder.path(), List.of(line), flags);
  }
}
