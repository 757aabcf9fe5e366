// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.process.MountInfo;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the paths of one process lead, and what the kernel says of its files. */
class ProcessViewTest {
  private final TestFolder folder =
      TestFolder.with(
          """
          t/
          private/
          private/tmp/
          root/
          root/tmp/
          """);

  @AfterEach
  void removeFolder() {
    folder.close();
  }

  private String path(String name) {
    return folder.path().resolve(name).toString();
  }

  /** Asks about a process that a command becomes. */
  private interface Question {
    void about(ProcessView view);
  }

  private void ask(Question question, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.path().toFile()).start();
    try (Proc proc = Proc.open()) {
      String line = process.inputReader(StandardCharsets.US_ASCII).readLine();
      try (ProcessDirectory directory = proc.process(Integer.parseInt(line))) {
        HostProcess read = HostProcess.read(Objects.requireNonNull(directory));
        ProcessView view =
            ProcessView.of(proc, Objects.requireNonNull(read), MountInfo.ofProcess());
        question.about(Objects.requireNonNull(view));
      }
    } finally {
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void inTheSameMountsAPathIsThatOfThisHost() throws Exception {
    ask(
        view -> {
          assertThat(view.here(BytePath.of(path("t/x")))).hasToString(path("t/x"));
          assertThat(view.path(Bytes.latin1("/a/b"))).hasToString("/a/b");
          assertThat(view.path(Bytes.latin1("pipe:[1]"))).isNull();
          assertThat(view.path(Bytes.EMPTY)).isNull();
        },
        "sh",
        "-c",
        "echo $$; read end || :");
  }

  @Test
  void aPrivateDirectoryIsElsewhere() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    String script =
        "mount --bind private/tmp t; mount -t tmpfs none private; echo $$; read end || :";
    ask(
        view -> {
          assertThat(view.here(BytePath.of(path("t/x")))).hasToString(path("private/tmp/x"));
          assertThat(view.here(BytePath.of(path("private/x")))).isNull();
          MountInfo.Mount mount = view.mount(BytePath.of(path("private")));
          assertThat(Objects.requireNonNull(mount).fileSystem()).isEqualTo("tmpfs");
          assertThat(view.devices(BytePath.of(folder.path().toString())))
              .contains(mount.device())
              .hasSizeGreaterThan(1);
        },
        "unshare",
        "-m",
        "--propagation",
        "private",
        "sh",
        "-ec",
        script);
  }

  @Test
  void aChangedRootDirectoryIsLeftOut() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    ask(
        view -> {
          assertThat(view.here(BytePath.of("/tmp/x"))).hasToString(path("root/tmp/x"));
          assertThat(view.path(Bytes.latin1(path("root/tmp/x")))).hasToString("/tmp/x");
          assertThat(view.path(Bytes.latin1(path("root")))).hasToString("/");
          assertThat(view.path(Bytes.latin1(path("t/x")))).isNull();
        },
        "perl",
        "-e",
        "chroot 'root' or die; chdir '/' or die; $| = 1; print qq($$\\n); my $end = <STDIN>;");
  }
}
