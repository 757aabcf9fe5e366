// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest extends RuntimeTestCase {
  private static final String MINE = ProcessHandle.current().pid() + "\n";

  private RuntimeDirectory directory;
  private InstanceLock lock;

  @BeforeEach
  void takeTheLock() throws IOException {
    directory = RuntimeDirectory.open(Place.at(own("run"), Purpose.RUNTIME, "test"));
    lock = lock("lock");
  }

  private InstanceLock lock(String name) throws IOException {
    return ((InstanceLock.Held) directory.tryLock(name)).lock();
  }

  @AfterEach
  void giveItBack() throws IOException {
    lock.close();
    directory.close();
  }

  private String runTree() {
    return tree().replaceFirst("run/.*\nrun/lock .*\n", "");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 022, 077, 0777})
  void fileIsReadableByAllAndRemovedOnClose(int mask) throws Exception {
    try (PidFile file = Umask.during(mask, () -> directory.writePidFile("pid", lock))) {
      assertThat(file.path()).isEqualTo(own("run/pid")).hasContent(MINE);
      assertThat(runTree()).isEqualTo("run/pid \"" + MINE.strip() + "\\n\"\n");
      assertThat(PidFile.read(file.path()))
          .isInstanceOfSatisfying(
              PidFile.Running.class,
              running -> {
                assertThat(running.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(running.command()).contains("java");
              });
    }
    assertThat(runTree()).isEmpty();
    assertThat(PidFile.read(own("run/pid"))).isEqualTo(new PidFile.None());
  }

  @Test
  void fileOfADeadProcessIsReplaced() throws IOException {
    build("run/pid 0600 \"12345678901234567890\"\n");
    try (PidFile file = directory.writePidFile("pid", lock)) {
      assertThat(file.path()).hasContent(MINE);
      assertThat(runTree()).startsWith("run/pid \"").hasLineCount(1);
    }
  }

  @Test
  void closeKeepsAFileThatTookItsName() throws IOException {
    PidFile file = directory.writePidFile("pid", lock);
    Files.delete(own("run/pid"));
    Files.writeString(own("run/pid"), "1\n");
    file.close();
    file.close();
    assertThat(own("run/pid")).hasContent("1\n");
  }

  @Test
  void fileIsRemovedBeforeTheLockIsReleased() throws IOException {
    PidFile file = directory.writePidFile("pid", lock);
    lock.close();
    assertThat(file.path()).doesNotExist();
    Files.writeString(own("run/pid"), "1\n");
    file.close();
    assertThat(own("run/pid")).exists();
  }

  @Test
  void writingRequiresTheLock() throws IOException {
    lock.close();
    assertThatIllegalArgumentException().isThrownBy(() -> directory.writePidFile("pid", lock));
    try (RuntimeDirectory other =
            RuntimeDirectory.open(Place.at(own("other"), Purpose.RUNTIME, "test"));
        InstanceLock again = lock("lock")) {
      assertThatIllegalArgumentException().isThrownBy(() -> other.writePidFile("pid", again));
    }
    assertThat(runTree()).doesNotContain("pid");
  }

  @ParameterizedTest
  @CsvSource({
    "run/pid => ../victim, is not a file but a symbolic link",
    "run/pid/, is not a file but a directory",
    "run/pid|, is not a file but a fifo",
    "run/pid == victim, has another hard link"
  })
  void otherEntryAtTheNameIsRefusedAndKept(String planted, String reason) throws IOException {
    build("victim \"1\"\n" + planted + "\n");
    String before = tree();

    assertThatExceptionOfType(UnsafePlaceException.class)
        .isThrownBy(() -> directory.writePidFile("pid", lock))
        .withMessage(own("run/pid") + ": the file pid " + reason + "; remove it");
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void fileIsWrittenWithoutUnnamedFilesToo() throws IOException {
    for (String content : new String[] {"one", "two"}) {
      AtomicFile.writeNamed(
              directory.directory(),
              new Application("test"),
              Name.of("z"),
              0640,
              Bytes.latin1(content))
          .close();
      assertThat(runTree()).isEqualTo("run/z 0640 \"" + content + "\"\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "run/pid \"\"; is empty",
        "run/pid \"\\n\"; contains \"\\n\", which is not a process id",
        "run/pid \"-1\\n\"; contains \"-1\\n\", which is not a process id",
        "run/pid \"0\\n\"; contains \"0\\n\", which is not a process id",
        "run/pid \"1 2\\n\"; contains \"1 2\\n\", which is not a process id",
        "run/pid \"99999999999\\n\"; contains \"99999999999\\n\", which is not a process id",
        "run/pid \"\\x1b[2J\"; contains \"\\x1b[2J\", which is not a process id",
        "run/pid => /proc/self/stat; is not a file but a symbolic link",
        "run/pid/; is not a file but a directory",
        "run/pid|; is not a file but a fifo",
        "run/pid 0666 \"1\\n\"; is writable by any user, who could name any process in it"
      })
  void foreignFileIsExplained(String planted, String what) throws IOException {
    build(planted + "\n");
    assertThat(PidFile.read(own("run/pid"))).isEqualTo(new PidFile.Foreign(what));
  }

  /** Only its beginning is read. */
  @Test
  void fileThatIsTooLongNamesNoProcess() throws IOException {
    build("run/pid \"1" + " ".repeat(70) + "2\"\n");
    assertThat(PidFile.read(own("run/pid"))).isInstanceOf(PidFile.Foreign.class);
  }

  @Test
  void fileOfAnotherUserIsForeign() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("run/pid 65534:65534 \"1\\n\"\n");
    assertThat(PidFile.read(own("run/pid")))
        .isEqualTo(new PidFile.Foreign("belongs to user 65534, who could name any process in it"));
  }

  @Test
  void pidOfAnEndedProcessIsStale() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    build("run/pid \"" + ended.pid() + "\\n\"\n");
    assertThat(PidFile.read(own("run/pid")))
        .isEqualTo(new PidFile.Stale(ended.pid(), "no process with this id is running"));
  }

  @Test
  void pidOfAProcessThatProcHidesIsNotStale() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    Process hidden = new ProcessBuilder("sleep", "1000").start();
    build("empty/\nrun/pid \"" + hidden.pid() + "\\n\"\n");
    String mount = "mount --bind \"$0\" /proc/" + hidden.pid() + " && exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("sh", "-euc", mount, "" + own("empty")));
    command.addAll(Child.command(Read.class, "" + own("run/pid")));
    try (Child child = Child.start(command)) {
      assertThat(child.said()).isEqualTo("Hidden[pid=" + hidden.pid() + "]");
    } finally {
      hidden.destroyForcibly();
    }
  }

  /** A program that reads a pid file. */
  static final class Read {
    public static void main(String[] arguments) throws IOException {
      System.out.println(PidFile.read(Path.of(arguments[0])));
    }
  }

  @Test
  void reusedPidIsStale() throws IOException {
    build("run/pid m@1h \"" + MINE.strip() + "\\n\"\n");
    assertThat(PidFile.read(own("run/pid")))
        .isInstanceOfSatisfying(
            PidFile.Stale.class,
            stale -> {
              assertThat(stale.pid()).isEqualTo(ProcessHandle.current().pid());
              assertThat(stale.why())
                  .contains("java")
                  .endsWith("started after the file was written");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"run/none", "none/pid", "run/lock/pid"})
  void missingFileIsNone(String path) throws IOException {
    assertThat(PidFile.read(own(path))).isEqualTo(new PidFile.None());
  }
}
