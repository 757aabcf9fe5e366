// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A path that leads elsewhere for another process is told, with the path that leads there here. */
class MountViewsTest {
  private final TestFolder folder =
      TestFolder.with(
          """
          t/
          t/sub/
          private/
          private/tmp/
          root/
          root/bin/
          """);

  @AfterEach
  void removeFolder() {
    folder.close();
  }

  private BytePath path(String name) {
    Path path = folder.path().resolve(name);
    return BytePath.of(Bytes.latin1(path.toString()));
  }

  /** A process in a mount namespace of its own. */
  private final class Stranger implements AutoCloseable {
    private final Process process;
    private final int pid;

    Stranger(String script) throws IOException {
      List<String> words =
          List.of("unshare", "-m", "--propagation", "private", "sh", "-ec", script, "sh");
      process =
          new ProcessBuilder(words)
              .directory(folder.path().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
      pid = Integer.parseInt(output.readLine());
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        assertThat(process.waitFor()).isZero();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The view of a process that sees something else than this one. */
  private static View viewOf(int pid, MountViews views) {
    return find(pid, views).orElseThrow();
  }

  private static Optional<View> find(int pid, MountViews views) {
    return views.views().stream()
        .filter(view -> view.processes().stream().anyMatch(process -> process.pid() == pid))
        .findFirst();
  }

  @Test
  void aPrivateDirectoryIsToldWithItsPathHere() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (Stranger stranger = new Stranger("mount --bind private/tmp t; echo $$; read end || :")) {
      for (String below : List.of("", "/sub/x")) {
        View view = viewOf(stranger.pid, MountViews.of(path("t" + below)));
        assertThat(view.hostPath()).isEqualTo(path("private/tmp" + below));
        assertThat(view.processes()).hasSize(1);
      }
      assertThat(find(stranger.pid, MountViews.of(path("private")))).isEmpty();
    }
  }

  @Test
  void aFileSystemThatIsMountedNowhereHereHasNoPathHere() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (Stranger stranger = new Stranger("mount -t tmpfs none t; echo $$; read end || :")) {
      View view = viewOf(stranger.pid, MountViews.of(path("t/x")));
      assertThat(view.hostPath()).isNull();
      assertThat(Objects.requireNonNull(view.mount()).fileSystem()).isEqualTo("tmpfs");
    }
  }

  @Test
  void anotherNamespaceWithTheSameMountsIsNoOtherView() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (Stranger stranger = new Stranger("echo $$; read end || :")) {
      assertThat(find(stranger.pid, MountViews.of(path("t")))).isEmpty();
    }
  }

  @Test
  void aMountThatAnotherCoversDoesNotCount() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    String script = "mount -t tmpfs none t/sub; mount --bind private/tmp t; echo $$; read end || :";
    try (Stranger stranger = new Stranger(script)) {
      View view = viewOf(stranger.pid, MountViews.of(path("t/sub/x")));
      assertThat(view.hostPath()).isEqualTo(path("private/tmp/sub/x"));
    }
  }

  @Test
  void aChangedRootDirectoryIsAnotherView() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    String change =
        "chroot 'root' or die; chdir '/' or die; $| = 1; print qq($$\\n); my $end = <STDIN>;";
    Process process =
        new ProcessBuilder("perl", "-e", change).directory(folder.path().toFile()).start();
    int pid = Integer.parseInt(process.inputReader(StandardCharsets.US_ASCII).readLine());
    View view = viewOf(pid, MountViews.of(BytePath.of("/tmp/x")));
    assertThat(view.hostPath()).isEqualTo(path("root/tmp/x"));
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
  }
}
