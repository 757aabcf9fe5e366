// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subvolumes of a new btrfs file system in a private mount namespace. */
class SubvolumeTest extends FsTestCase {
  private static final Name NAME = Name.of("v");

  private MountNamespace namespace;
  private Root root;
  private Directory top;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: a loop device is mounted");
    assumeTrue(
        Files.exists(Path.of("/usr/sbin/mkfs.btrfs")) || Files.exists(Path.of("/sbin/mkfs.btrfs")),
        "needs mkfs.btrfs of btrfs-progs");
    String script =
        """
        PATH=$PATH:/usr/sbin:/sbin; truncate -s 300M image; mkfs.btrfs -q image >log 2>&1
        mkdir fs; mount -o loop image fs
        btrfs quota enable fs; mkdir fs/plain
        """;
    namespace = MountNamespace.after(script, folder.path());
    root = Root.at(bytePath(namespace.path(path("fs"))));
    top = root.parentOf(BytePath.of("/x"));
  }

  @AfterEach
  void unmount() {
    if (namespace != null) {
      top.close();
      root.close();
      namespace.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0700, 0755, 01777, 0})
  void aNewSubvolumeHasExactlyItsMode(int mode) throws Exception {
    try (Directory created = Subvolume.create(top, NAME, mode)) {
      assertThat(created.isSubvolume()).isTrue();
      assertThat(created.stat().mode()).isEqualTo(mode);
      assertThat(top.stat(NAME).isSameInode(created.stat())).isTrue();
    }
    assertThat(names()).containsExactlyInAnyOrder("plain", "v");
  }

  @Test
  void aPlainDirectoryIsNotASubvolume() throws Exception {
    try (Directory plain = top.openForReading(Name.of("plain"))) {
      assertThat(plain.isSubvolume()).isFalse();
      assertThatThrownBy(() -> QuotaGroups.inherit(plain))
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOTTY));
    }
  }

  @Test
  void aTakenNameIsKeptAndNothingElseIsLeft() throws Exception {
    assertThatThrownBy(() -> Subvolume.create(top, Name.of("plain"), 0700))
        .isInstanceOfSatisfying(
            SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
    assertThat(names()).containsExactly("plain");
  }

  @Test
  void anEmptySubvolumeIsRemovedLikeADirectory() throws Exception {
    Subvolume.create(top, NAME, 0700).close();
    Removal.removeTree(top, NAME, BytePath.of("/v"));
    assertThat(names()).containsExactly("plain");
  }

  /** That of root is the same but for its owner. */
  @Test
  void aReadOnlySnapshotOfAUserIsRemovedAndOneOfRootKept() throws Exception {
    Path fs = namespace.path(path("fs"));
    try (Directory source = Subvolume.create(top, NAME, 0700)) {
      source.createDirectory(Name.of("d"), 0700).close();
      source.createFile(Name.of("f"), 0600).close();
      run("btrfs", "subvolume", "snapshot", "-r", fs + "/v", fs + "/of-root");
      source.setOwner(1234, 1234);
      run("btrfs", "subvolume", "snapshot", "-r", fs + "/v", fs + "/plain/of-user");
    }

    Removal.removeTree(top, Name.of("plain"), BytePath.of("/plain"));
    assertThatThrownBy(() -> Removal.removeTree(top, Name.of("of-root"), BytePath.of("/of-root")))
        .isInstanceOfSatisfying(
            SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EROFS));

    assertThat(names()).containsExactlyInAnyOrder("of-root", "v");
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void eachOwnGroupIsOneLevelLowerUntilNoneIsLeft() throws Exception {
    try (Directory first = Subvolume.create(top, NAME, 0700)) {
      QuotaGroups.makeOwn(first);
      QuotaGroups.makeOwn(first);
      try (Directory second = Subvolume.create(first, NAME, 0700);
          Directory third = Subvolume.create(first, Name.of("w"), 0700)) {
        QuotaGroups.makeOwn(second);
        QuotaGroups.inherit(third);
      }
    }
    assertThat(relations())
        .containsExactlyInAnyOrder(
            "0/256 255/256", "0/257 254/257", "254/257 255/256", "0/258 255/256");
  }

  private List<String> names() throws SystemCallException {
    List<String> names = new ArrayList<>();
    try (Directory listed = top.reopenForReading()) {
      DirectoryStream entries = listed.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        names.add(name.toString());
      }
    }
    return names;
  }

  /** The members of each group, as btrfs-qgroup(8) lists them. */
  private List<String> relations() throws Exception {
    Path fs = namespace.path(path("fs"));
    Process process = new ProcessBuilder("btrfs", "qgroup", "show", "-p", fs.toString()).start();
    List<String> relations = new ArrayList<>();
    for (String line : process.inputReader().lines().skip(2).toList()) {
      String[] fields = line.strip().split(" +", -1);
      for (String parent : fields[3].split(",", -1)) {
        if (!parent.equals("-")) {
          relations.add(fields[0] + " " + parent);
        }
      }
    }
    return relations;
  }
}
