// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating where others may rename gives the same result as elsewhere, and is never redirected. */
class StagingTest extends FsTestCase {
  private static final String USER = Attacker.UID + ":" + Attacker.UID;
  private static final int MOST_TRIES = 1_000_000;
  private static final Name NEW = Name.of("new");

  /** An access control list in the kernel's format, acl(5): user::rwx, user:1:rwx, ... */
  private static final String ACL =
      "system.posix_acl_default=\"\\x02\\x00\\x00\\x00\\x01\\x00\\x07\\x00\\xff\\xff\\xff\\xff"
          + "\\x02\\x00\\x07\\x00\\x01\\x00\\x00\\x00\\x04\\x00\\x07\\x00\\xff\\xff\\xff\\xff"
          + "\\x10\\x00\\x07\\x00\\xff\\xff\\xff\\xff\\x20\\x00\\x05\\x00\\xff\\xff\\xff\\xff\"";

  StagingTest() {
    super(TestFolder.inMemory());
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root: the attacker is another user");
  }

  @ParameterizedTest
  @CsvSource({
    "0755 root:root, false",
    "1777 root:root, false",
    "1755 root:daemon, false",
    "0777 root:root, true",
    "0775 root:daemon, true",
    "0755 65534:65534, true",
    "1777 65534:65534, true",
  })
  void stagingIsNeededWhereOthersMayRename(String parent, boolean needed) throws IOException {
    build("d/ " + parent + "\n");
    try (Directory d = directory("d")) {
      assertThat(Staging.isNeeded(d.stat())).isEqualTo(needed);
    }
  }

  private static int createAll(Directory directory, int mode) throws IOException {
    directory.createDirectory(Name.of("dir"), mode).close();
    directory.createNode(Name.of("fifo"), FileType.FIFO, mode & 0777, 0, 0).close();
    directory.createSymlink(Name.of("link"), Bytes.latin1("text")).close();
    return 3;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0400, 0555, 0644, 0700, 0755, 0777, 01777})
  void stagingGivesTheSameResultAsCreatingDirectly(int mode) throws Exception {
    for (String more : List.of("", ACL)) {
      String name = more.isEmpty() ? "plain" : "listed";
      String staged = name + "-staged";
      // The two directories differ only in their owner, which is not inherited.
      build(name + "/ 2755 root:daemon " + more + "\n");
      build(staged + "/ 2755 65534:daemon " + more + "\n");
      String expected = created(name, mode);

      assertThat(created(staged, mode)).isEqualTo(expected);
    }
  }

  private String created(String parent, int mode) throws Exception {
    try (Directory directory = directory(parent)) {
      assertThat(Umask.during(077, () -> createAll(directory, mode))).isEqualTo(3);
    }
    return Tree.describe(path(parent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"new/ 0700 USER", "new/f USER", "new USER", "new => nowhere USER"})
  void existingEntriesStayAndNoStagingDirectoryIsLeft(String existing) throws IOException {
    build(("home/ USER\nhome/" + existing + "\n").replace("USER", USER));
    String before = tree();
    try (Directory home = directory("home")) {
      assertThatThrownBy(() -> home.createDirectory(NEW, 0755)).satisfies(StagingTest::exists);
      assertThatThrownBy(() -> home.createNode(NEW, FileType.FIFO, 0644, 0, 0))
          .satisfies(StagingTest::exists);
      assertThatThrownBy(() -> home.createSymlink(NEW, Bytes.latin1("x")))
          .satisfies(StagingTest::exists);
    }
    assertThat(tree()).isEqualTo(before);
  }

  private static void exists(Throwable thrown) {
    assertThat(thrown).isInstanceOf(SystemCallException.class);
    SystemCallException refused = (SystemCallException) thrown;
    assertThat(refused.errno()).isEqualTo(Errno.EEXIST);
    assertThat(refused.call().createsEntry()).isTrue();
  }

  /** The attacker replaces each new name by another inode of root. */
  private List<String> moves(String secret) {
    String home = path("home") + "/";
    return List.of(
        "m",
        home + "new",
        home + "was",
        "m",
        home + secret,
        home + "new", //
        "m",
        home + "new",
        home + secret,
        "u",
        home + "was",
        "D",
        home + "was");
  }

  @Test
  void theCreatedInodeIsReturnedWhateverTakesItsName() throws IOException {
    build("home/ USER\nhome/dir/ 0700\nhome/dir/f\nhome/fifo| 0600\n".replace("USER", USER));
    List<String> secrets = List.of(inode("home/dir"), inode("home/fifo"));
    for (String secret : List.of("dir", "fifo")) {
      try (Directory home = directory("home");
          Attacker attacker =
              Attacker.repeating(Attacker.Rights.NONE, path("moves"), moves(secret))) {
        int created = 0;
        int enough = secret.equals("dir") ? 8000 : 30;
        for (int i = 0; i < MOST_TRIES && created < enough; i++) {
          try (Handle made = make(home, secret)) {
            assertThat(secrets).doesNotContain(inode(made.stat()));
            created++;
            home.removeDirectory(NEW);
          } catch (SystemCallException e) {
            assertThat(e.errno()).isIn(Errno.EEXIST, Errno.ENOENT, Errno.ENOTDIR, Errno.ENOTEMPTY);
          } catch (UnsafePathException e) {
            assertThat(e).hasMessageContaining("exchanged");
          }
        }
        assertThat(created).isEqualTo(enough);
        assertThat(attacker.stop()).isPositive();
      }
    }
    assertThat(Tree.describe(path("home"))).contains("dir/ 0700", "fifo| 0600");
  }

  private static Handle make(Directory home, String secret) throws IOException {
    return secret.equals("dir")
        ? home.createDirectory(NEW, 0777)
        : home.createNode(NEW, FileType.FIFO, 0666, 0, 0);
  }
}
