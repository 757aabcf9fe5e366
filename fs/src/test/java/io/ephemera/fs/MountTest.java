// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mount points, in a private mount namespace. */
class MountTest extends FsTestCase {
  @BeforeEach
  void needsMounts() {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
  }

  private static final String TREE =
      """
      outer/
      outer/f "outer"
      file "outer file"
      x/
      x/before
      x/m/
      x/mounted-file
      x/z
      """;

  private static final String MOUNTS = "mount --bind outer x/m; mount --bind file x/mounted-file";

  private Root root(MountNamespace namespace) throws SystemCallException {
    return Root.at(bytePath(namespace.path(folder.path())));
  }

  private static void remove(Root root, String path) throws IOException {
    BytePath full = BytePath.of(path);
    try (Directory parent = root.parentOf(full)) {
      Removal.removeTree(parent, Name.of(path.substring(path.lastIndexOf('/') + 1)), full);
    }
  }

  @Test
  void removalNeverCrossesAMountPoint() throws IOException {
    build(TREE);
    try (MountNamespace namespace = MountNamespace.after(MOUNTS, folder.path());
        Root root = root(namespace)) {
      assertThatThrownBy(() -> remove(root, "/x"))
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
      assertThat(tree())
          .isEqualTo(
              """
              file "outer file"
              outer/
              outer/f "outer"
              x/
              x/m/
              x/mounted-file
              """);
      assertThatThrownBy(() -> remove(root, "/x/m")).hasMessageContaining("busy");
      assertThatThrownBy(() -> remove(root, "/x/mounted-file")).hasMessageContaining("busy");
    }
  }

  @Test
  void withoutTheMountTheSameTreeIsRemoved() throws IOException {
    build(TREE);
    try (MountNamespace namespace = MountNamespace.after(":", folder.path());
        Root root = root(namespace)) {
      remove(root, "/x");
    }
    assertThat(tree()).isEqualTo("file \"outer file\"\nouter/\nouter/f \"outer\"\n");
  }

  @Test
  void aMountPointIsRecognisedByNameAndByDescriptor() throws IOException {
    build(TREE);
    try (MountNamespace namespace = MountNamespace.after(MOUNTS, folder.path());
        Root root = root(namespace);
        Directory x = root.parentOf(BytePath.of("/x/m"));
        Directory m = x.open(Name.of("m"))) {
      assertThat(x.stat(Name.of("m")).isMountPoint()).isTrue();
      assertThat(x.stat(Name.of("mounted-file")).isMountPoint()).isTrue();
      assertThat(m.stat().isMountPoint()).isTrue();
      assertThat(x.stat().isMountPoint()).isFalse();
      assertThat(x.stat(Name.of("z")).isMountPoint()).isFalse();
    }
  }

  @Test
  void resolutionPassesAMountPointInBothDirections() throws IOException {
    build("outer/\nouter/up => ..\nx/\nx/m/\nx/f\n");
    try (MountNamespace namespace = MountNamespace.after("mount --bind outer x/m", folder.path());
        Root root = root(namespace)) {
      for (String path : new String[] {"/x/m/up/f", "/x/m/up/m/up/f"}) {
        assertThat(Resolutions.outcome(root, path, true)).isEqualTo(inode("x/f"));
      }
    }
  }

  /**
   * This process group is the automounter itself, so the kernel shows it the bare directory instead
   * of waiting for a mount.
   */
  @Test
  void resolutionStopsAtAnAutomountPoint() throws IOException {
    assumeTrue(
        Files.readString(Path.of("/proc/filesystems")).contains("autofs"),
        "this kernel has no autofs");
    build("auto/\nplain/\n");
    String script =
        "mount -t autofs -o fd=1,pgrp=%s,minproto=5,maxproto=5,indirect none auto"
            .formatted(processGroup());
    try (MountNamespace namespace = MountNamespace.after(script, folder.path());
        Root root = root(namespace)) {
      assertThatThrownBy(() -> root.find(BytePath.of("/auto/x/y")))
          .isInstanceOf(AutofsException.class);
      assertThatThrownBy(() -> root.parentOf(BytePath.of("/auto/x")))
          .isInstanceOf(AutofsException.class)
          .hasMessageContaining("/auto");
      assertThatThrownBy(() -> root.makeParentOf(BytePath.of("/auto/x/y")))
          .isInstanceOf(AutofsException.class);
      try (Inode auto = root.find(BytePath.of("/auto"));
          Directory plain = root.parentOf(BytePath.of("/plain/x"))) {
        assertThat(auto.isAutofs()).isTrue();
        assertThat(plain.isAutofs()).isFalse();
      }
    }
    assertThat(tree()).isEqualTo("auto/\nplain/\n");
  }

  private static String processGroup() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2];
  }
}
