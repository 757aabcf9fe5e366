// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.ProcessTable;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is at a path below the root directory of another process, also of a hostile one. */
class ForeignRootsTest {
  private static final List<String> PROGRAM =
      JavaProgram.of(
              ForeignRootProgram.class,
              "io.ephemera.host.views.ForeignRoot",
              "io.ephemera.process.MountInfo",
              "io.ephemera.fs.Bytes",
              "io.ephemera.linux.Fd")
          .command();

  private final TestFolder folder =
      TestFolder.with(
          """
          root/
          root/etc/
          root/etc/shadow "inside"
          root/tmp/
          root/tmp/out => /etc/shadow
          root/tmp/etc => /etc
          root/tmp/up => ../../../../../../../../etc
          root/tmp/f|
          mnt/
          """);

  @AfterEach
  void removeFolder() {
    folder.close();
  }

  /** A process that ends with its input. */
  private final class Stranger implements AutoCloseable {
    private final Process process;
    private final HostProcess seen;

    Stranger(String... words) throws IOException {
      process =
          new ProcessBuilder(words)
              .directory(folder.path().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String pid = process.inputReader(StandardCharsets.US_ASCII).readLine();
      seen = Objects.requireNonNull(ProcessTable.read().find(Integer.parseInt(pid)));
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        int ignored = process.waitFor();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Stranger inOtherRoot() throws IOException {
    return new Stranger(
        "perl",
        "-e",
        "chroot 'root' or die; chdir '/' or die; $| = 1; print qq($$\\n); my $end = <STDIN>;");
  }

  private Stranger inOtherMounts(String script) throws IOException {
    return new Stranger(
        "unshare",
        "-m",
        "--propagation",
        "private",
        "sh",
        "-ec",
        script + "; echo $$; read end || :");
  }

  private static ForeignEntry ask(String path, HostProcess process) {
    return ask(path, List.of(process)).getOrDefault(process.pid(), new ForeignEntry.Absent());
  }

  private static Map<Integer, ForeignEntry> ask(String path, List<HostProcess> processes) {
    return new ForeignRoots(PROGRAM, Duration.ofSeconds(30)).ask(BytePath.of(path), processes);
  }

  private String inode(String path) throws SystemCallException {
    try (Inode held = Inode.openAmbient(BytePath.of(folder.path() + "/" + path))) {
      return held.stat().device() + ":" + held.stat().inode();
    }
  }

  private static String inode(ForeignEntry.Present present) {
    return present.device() + ":" + present.inode();
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/shadow,     root/etc/shadow, REGULAR",
    "/tmp/etc/shadow, root/etc/shadow, REGULAR",
    "/tmp/up/shadow,  root/etc/shadow, REGULAR",
    "/tmp/out,        root/tmp/out,    SYMLINK",
    "/tmp/f,          root/tmp/f,      FIFO",
    "/tmp,            root/tmp,        DIRECTORY",
  })
  void linksOfAnotherRootLeadNowhereOutside(String path, String inside, FileType type)
      throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (Stranger stranger = inOtherRoot()) {
      ForeignEntry found = ask(path, stranger.seen);
      assertThat(found).isInstanceOf(ForeignEntry.Present.class);
      ForeignEntry.Present present = (ForeignEntry.Present) found;
      assertThat(present.type()).isEqualTo(type);
      if (type == FileType.SYMLINK) {
        assertThat(present.target()).hasToString("/etc/shadow");
      } else {
        assertThat(inode(present)).isEqualTo(inode(inside));
        assertThat(present.target()).isNull();
      }
    }
  }

  @Test
  void whatIsNotThereIsSaidToBeAbsent() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (Stranger stranger = inOtherRoot()) {
      assertThat(ask("/tmp/x", stranger.seen)).isEqualTo(new ForeignEntry.Absent());
      assertThat(ask("/etc/shadow/x", stranger.seen)).isEqualTo(new ForeignEntry.Absent());
      assertThat(ask("/proc/self/root/etc", stranger.seen)).isEqualTo(new ForeignEntry.Absent());
    }
  }

  @Test
  void allOfAFileIsTold() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    String script =
        "mount -t tmpfs none mnt; printf 12345 >mnt/f; chmod 4711 mnt/f; touch -d @1000.5 mnt/f;"
            + " chown 12:34 mnt/f; chmod 4711 mnt/f";
    try (Stranger stranger = inOtherMounts(script)) {
      ForeignEntry found = ask(folder.path() + "/mnt/f", stranger.seen);
      assertThat(found).isInstanceOf(ForeignEntry.Present.class);
      ForeignEntry.Present present = (ForeignEntry.Present) found;
      assertThat(present.mode()).isEqualTo(04711);
      assertThat(present.uid()).isEqualTo(12);
      assertThat(present.gid()).isEqualTo(34);
      assertThat(present.size()).isEqualTo(5);
      assertThat(present.times().access()).isEqualTo(1_000_500_000L);
      assertThat(present.times().modification()).isEqualTo(1_000_500_000L);
      assertThat(present.times().change()).isGreaterThan(1_000_500_000L);
    }
  }

  /** A server that never answers; the process after it is answered for nevertheless. */
  @Test
  void aFileSystemThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    assumeTrue(TestUser.mayMount() && TestUser.isRoot(), "needs root");
    assumeTrue(java.nio.file.Files.exists(java.nio.file.Path.of("/dev/fuse")), "needs FUSE");
    String mount =
        "exec 3<>/dev/fuse; LIBMOUNT_FORCE_MOUNT2=always mount -i -t fuse -o"
            + " fd=3,rootmode=40000,user_id=0,group_id=0,allow_other test mnt";
    try (Stranger silent = inOtherMounts(mount);
        Stranger other = inOtherMounts("mount -t tmpfs none mnt; : >mnt/f")) {
      long start = System.nanoTime();
      ForeignRoots roots = new ForeignRoots(PROGRAM, Duration.ofSeconds(5));
      Map<Integer, ForeignEntry> answers =
          roots.ask(
              BytePath.of(folder.path() + "/mnt/f"), List.of(silent.seen, silent.seen, other.seen));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
      assertThat(answers.get(silent.seen.pid()))
          .isEqualTo(new ForeignEntry.Unseen(ForeignEntry.Reason.NO_ANSWER));
      assertThat(answers.get(other.seen.pid())).isInstanceOf(ForeignEntry.Present.class);
    }
  }

  @Test
  void aProcessThatEndedMeanwhileIsToldApart() throws Exception {
    Stranger stranger = new Stranger("sh", "-c", "echo $$; read end || :");
    stranger.close();
    assertThat(ask("/tmp", stranger.seen))
        .isEqualTo(new ForeignEntry.Unseen(ForeignEntry.Reason.ENDED));
  }

  /** A number that is used again: another process, which started later. */
  @Test
  void anotherProcessWithTheSameNumberIsNotLookedAt() throws Exception {
    try (Stranger stranger = new Stranger("sh", "-c", "echo $$; read end || :")) {
      HostProcess one = stranger.seen;
      HostProcess earlier =
          new HostProcess(
              one.pid(),
              one.innermostPid(),
              one.start() - 1,
              one.uid(),
              one.gid(),
              one.name(),
              one.command(),
              one.placement(),
              one.namespaces());
      assertThat(ask("/tmp", earlier))
          .isEqualTo(new ForeignEntry.Unseen(ForeignEntry.Reason.ENDED));
      assertThat(ask("/tmp", one)).isInstanceOf(ForeignEntry.Present.class);
    }
  }

  @Test
  void aStrangerIsNotLookedAtByAnOrdinaryUser() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user");
    try (TestFolder classes = TestFolder.create();
        Stranger stranger = new Stranger("sh", "-c", "echo $$; read end || :")) {
      List<String> command =
          new ArrayList<>(
              List.of("setpriv", "--reuid=4321", "--regid=4321", "--clear-groups", "--"));
      command.addAll(
          JavaProgram.of(
                  ForeignRootProgram.class,
                  "io.ephemera.host.views.ForeignRoot",
                  "io.ephemera.process.MountInfo",
                  "io.ephemera.fs.Bytes",
                  "io.ephemera.linux.Fd")
              .copiedTo(classes.path())
              .command());
      Map<Integer, ForeignEntry> answers =
          new ForeignRoots(command, Duration.ofSeconds(30))
              .ask(BytePath.of("/tmp"), List.of(stranger.seen));
      assertThat(answers.get(stranger.seen.pid()))
          .isEqualTo(new ForeignEntry.Unseen(ForeignEntry.Reason.NOT_PERMITTED));
    }
  }

  @Test
  void aProgramThatCannotBeStartedLeavesAllUnseen() throws Exception {
    try (Stranger stranger = new Stranger("sh", "-c", "echo $$; read end || :")) {
      ForeignEntry unseen = new ForeignEntry.Unseen(ForeignEntry.Reason.FAILED);
      for (List<String> command : List.of(List.<String>of(), List.of("/nowhere"))) {
        assertThat(
                new ForeignRoots(command, Duration.ofSeconds(5))
                    .ask(BytePath.of("/tmp"), List.of(stranger.seen)))
            .containsExactly(Map.entry(stranger.seen.pid(), unseen));
      }
    }
  }

  @Test
  void linesOfAnotherFormAreNoAnswers() {
    for (String line : List.of("", "x", "1", "1 there", "1 unseen", "1 unseen NO", "x absent")) {
      assertThat(ForeignEntryText.parse(line)).as(line).isNull();
    }
  }
}
