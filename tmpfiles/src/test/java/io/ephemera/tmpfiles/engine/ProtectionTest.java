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

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  /** A dry run and then a real run while another process holds the lock of a file, flock(1). */
  private Runs whileLocked(String path, String kind, String line, String flag) throws Exception {
    Path locked = folder.path().resolve(path);
    return whileHeld(
        new ProcessBuilder("flock", kind, locked.toString(), "sh", "-c", "echo held; exec cat"),
        line,
        flag);
  }

  private Runs whileHeld(ProcessBuilder command, String line, String flag) throws Exception {
    Process holder = command.start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      String before = Tree.describe(folder.path());
      EngineRun dry = EngineRun.dry(folder.path(), List.of(line), List.of(flag));
      assertThat(Tree.describe(folder.path())).isEqualTo(before);
      return new Runs(dry, run(line, List.of(flag)));
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  private record Runs(EngineRun dry, EngineRun real) {
    /** Asserts that both runs keep an entry for its lock, and agree on everything else. */
    void assertKeepLocked(String words) {
      String said = "skipped " + words + ": a process holds a lock on it";
      assertThat(real.said()).contains(said);
      assertThat(dry.said()).contains(said);
      assertThat(OperationsTest.announced(dry)).isEqualTo(OperationsTest.done(real));
      assertThat(real.result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--exclusive, --clean, d /d - - - 0, remove",
    "--shared, --clean, d /d - - - 0, remove",
    "--exclusive, --clean, R /d/e - - - 0, remove-directory",
    "--exclusive, --remove, R /d, remove",
    "--exclusive, --remove, D /d, remove",
  })
  void aLockedDirectoryStaysWithAllBelow(String kind, String flag, String line, String operation)
      throws Exception {
    Tree.build("d/\nd/e/\nd/e/f\nd/e/g/\nd/e/g/h\nd/x\n", folder.path());

    Runs runs = whileLocked("d/e", kind, line, flag);

    assertThat(Tree.describe(folder.path())).startsWith("d/\nd/e/\nd/e/f\nd/e/g/\nd/e/g/h\n");
    runs.assertKeepLocked(operation + " /d/e");
    assertThat(run(line, List.of(flag)).result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(folder.path().resolve("d/e/f")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"--exclusive", "--shared"})
  void aLockedEmptyDirectoryOfItsOwnLineStays(String kind) throws Exception {
    Tree.build("d/\n", folder.path());

    whileLocked("d", kind, "r /d - - - 0", "--clean").assertKeepLocked("remove-directory /d");

    assertThat(run("r /d - - - 0", CLEAN).said()).contains("done remove-directory /d");
  }

  @ParameterizedTest
  @CsvSource({
    "--exclusive, --clean, d /d - - - 0",
    "--shared, --clean, d /d - - - 0",
    "--exclusive, --clean, r /d/f - - - 0",
    "--exclusive, --clean, R /d/f - - - 0",
    "--exclusive, --remove, R /d",
  })
  void aLockedFileStays(String kind, String flag, String line) throws Exception {
    Tree.build("d/\nd/f\nd/g\n", folder.path());

    Runs runs = whileLocked("d/f", kind, line, flag);

    assertThat(folder.path().resolve("d/f")).exists();
    runs.assertKeepLocked("remove /d/f");
    assertThat(run(line, List.of(flag)).result()).isEqualTo(Tmpfiles.Result.SUCCESS);
    assertThat(folder.path().resolve("d/f")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"d /d - - - 0", "r /d/p - - - 0"})
  void aLockedFifoStays(String line) throws Exception {
    Tree.build("d/\nd/p|\n", folder.path());
    Path fifo = folder.path().resolve("d/p");
    String hold = "exec 3<>\"$0\"; flock 3; echo held; exec cat";

    Runs runs = whileHeld(new ProcessBuilder("sh", "-c", hold, fifo.toString()), line, "--clean");

    runs.assertKeepLocked("remove /d/p");
    assertThat(run(line, CLEAN).said()).contains("done remove /d/p");
  }

  @Test
  void theLockOfTheTopDirectoryProtectsNothing() throws Exception {
    Tree.build("d/\nd/f\n", folder.path());

    Runs runs = whileLocked("d", "--exclusive", "d /d - - - 0", "--clean");

    assertThat(runs.dry().said()).contains("would-do remove /d/f");
    assertThat(runs.real().said()).contains("done remove /d/f");
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
      assertThat(run.said()).contains("skipped remove /d/live: it is a live socket");
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

  private EngineRun run(String line, List<String> flags) {
    return EngineRun.of(folder.path(), List.of(line), flags);
  }
}
