// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Mounts;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to mount do the same. */
class MountCallsTest {
  private static final Map<String, String> OPTIONS = Map.of("mode", "0750", "size", "1m");

  static Stream<MountCalls> ways() {
    return Stream.of(new DescriptorMounts(), new PathMounts());
  }

  private interface Body {
    void run(Directory a, Directory b, Path folder) throws Exception;
  }

  /** In a thread with a mount namespace of its own, with two directories and a file in one. */
  private static void inNamespace(Body body) throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try (TestFolder folder = TestFolder.with("a/\na/file\nb/")) {
            enter();
            try (Directory a = open(folder.path().resolve("a"));
                Directory b = open(folder.path().resolve("b"))) {
              body.run(a, b, folder.path());
            }
            end.complete(null);
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
    end.get();
  }

  private static void enter() {
    assertThat(Mounts.unshare(Constants.CLONE_NEWNS)).isZero();
    int flags = Constants.MS_REC | Constants.MS_PRIVATE;
    assertThat(Mounts.propagate(new byte[] {'/'}, flags)).isZero();
  }

  private static Directory open(Path path) throws SystemCallException {
    return Directory.openAmbient(BytePath.of(path.toString()));
  }

  private static void unmount(Path... paths) {
    for (Path path : paths) {
      byte[] bytes = BytePath.of(path.toString()).bytes().array();
      assertThat(Mounts.umount(bytes, Constants.MNT_DETACH)).isZero();
    }
  }

  @Test
  void thisKernelMountsByDescriptors() {
    assertThat(MountCalls.best()).isInstanceOf(DescriptorMounts.class);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aFileSystemCoversADirectory(MountCalls way) throws Exception {
    inNamespace((a, b, folder) -> {
      try (Directory top = way.mount("tmpfs", OPTIONS, a)) {
        assertThat(folder.resolve("a/file")).doesNotExist();
        top.createDirectory(Name.of("made"), 0700).close();
        assertThat(folder.resolve("a/made")).isDirectory();
        assertThat(top.stat().mode()).isEqualTo(0750);
        assertThat(top.fileSystemType()).isEqualTo(Constants.TMPFS_MAGIC);
      }
      unmount(folder.resolve("a"));
      assertThat(folder.resolve("a/file")).exists();
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aBindShowsTheSource(MountCalls way) throws Exception {
    inNamespace((a, b, folder) -> {
      way.bind(a, b, true);
      assertThat(folder.resolve("b/file")).exists();
      Files.writeString(folder.resolve("b/file"), "y");
      unmount(folder.resolve("b"));
      assertThat(folder.resolve("a/file")).hasContent("y");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aReadOnlyBindCannotBeWritten(MountCalls way) throws Exception {
    inNamespace((a, b, folder) -> {
      way.bindReadOnly(a, b, true);
      assertThatThrownBy(() -> Files.writeString(folder.resolve("b/file"), "y"))
          .hasMessageContaining("Read-only file system");
      Files.writeString(folder.resolve("a/file"), "y");
      unmount(folder.resolve("b"));
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPartTakesThePlaceOfTheWhole(MountCalls way) throws Exception {
    inNamespace((a, b, folder) -> {
      try (Directory top = way.mount("tmpfs", OPTIONS, a);
          Directory part = top.createDirectory(Name.of("part"), 0711)) {
        part.createDirectory(Name.of("inside"), 0700).close();
        way.replaceByPart(top, part, a);
      }
      assertThat(folder.resolve("a").toFile().list()).containsExactly("inside");
      unmount(folder.resolve("a"));
    });
  }
}
