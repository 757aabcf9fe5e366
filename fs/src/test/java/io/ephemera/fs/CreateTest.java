// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A created entry has exactly the mode that was asked for. */
class CreateTest extends FsTestCase {
  /** An access control list in the kernel's format, acl(5): user::rwx, user:1:rwx, ... */
  private static final String ACL_HEAD = "\\x02\\x00\\x00\\x00";

  private static final String OPEN_ACL =
      ACL_HEAD
          + "\\x01\\x00\\x07\\x00\\xff\\xff\\xff\\xff"
          + "\\x02\\x00\\x07\\x00\\x01\\x00\\x00\\x00"
          + "\\x04\\x00\\x07\\x00\\xff\\xff\\xff\\xff"
          + "\\x10\\x00\\x07\\x00\\xff\\xff\\xff\\xff"
          + "\\x20\\x00\\x05\\x00\\xff\\xff\\xff\\xff";
  private static final String NARROW_ACL =
      ACL_HEAD
          + "\\x01\\x00\\x06\\x00\\xff\\xff\\xff\\xff"
          + "\\x04\\x00\\x04\\x00\\xff\\xff\\xff\\xff"
          + "\\x20\\x00\\x00\\x00\\xff\\xff\\xff\\xff";

  private void createAll(String parent, int mode, int umask) throws Exception {
    try (Directory directory = directory(parent)) {
      assertThat(Umask.during(umask, () -> createAll(directory, mode))).isEqualTo(3);
    }
  }

  private static int createAll(Directory directory, int mode) throws Exception {
    directory.createFile(Name.of("file"), mode).close();
    directory.createDirectory(Name.of("dir"), mode).close();
    directory.createNode(Name.of("fifo"), FileType.FIFO, mode, 0, 0).close();
    return 3;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0400, 0600, 0644, 0666, 0700, 0755, 0777})
  void theUmaskTakesNothingAway(int mode) throws Exception {
    build("d/\n");
    createAll("d", mode, 077);
    for (String name : new String[] {"file", "dir", "fifo"}) {
      try (Directory d = directory("d")) {
        assertThat(d.stat(Name.of(name)).mode()).as(name).isEqualTo(mode);
      }
    }
  }

  /** Whether umask(2), a call or an access control list changes the mode. */
  @ParameterizedTest
  @ValueSource(ints = {0, 077})
  void theRememberedModeOfANewInodeIsTheKernels(int umask) throws Exception {
    build("d/\n");
    try (Directory d = directory("d");
        OpenFile made = Umask.during(umask, () -> d.createFile(Name.of("x"), 0646))) {
      assertThat(made.statSinceCreation().mode()).isEqualTo(0646);
      made.setMode(0604);
      assertThat(made.statSinceCreation().mode()).isEqualTo(0604);
      byte[] narrow = HexFormat.of().withPrefix("\\x").parseHex(NARROW_ACL);
      made.setAttribute("system.posix_acl_access", Bytes.of(narrow));
      assertThat(made.statSinceCreation().mode()).isEqualTo(0640);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 01777, 01700, 01000})
  void aDirectoryMayBeSticky(int mode) throws Exception {
    build("d/\n");
    try (Directory d = directory("d");
        Directory made = Umask.during(0777, () -> d.createDirectory(Name.of("x"), mode))) {
      assertThat(made.stat().mode()).isEqualTo(mode);
    }
  }

  @Test
  void aSetGroupIdDirectoryPassesOnItsGroup() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    build("d/ 2755 root:daemon\n");
    createAll("d", 0750, 077);
    assertThat(tree())
        .isEqualTo(
            """
            d/ 2755 root:daemon
            d/dir/ 2750 root:daemon
            d/fifo| 0750 root:daemon
            d/file 0750 root:daemon
            """);
  }

  record AclCase(String acl, int mode) {}

  static List<AclCase> aclCases() {
    List<AclCase> cases = new ArrayList<>();
    for (String acl : new String[] {OPEN_ACL, NARROW_ACL}) {
      for (int mode : new int[] {0777, 0755, 0700, 0640, 0600, 0}) {
        cases.add(new AclCase(acl, mode));
      }
    }
    return cases;
  }

  /** Java passes the mode to the kernel, and umask 0 takes nothing away. */
  @ParameterizedTest
  @MethodSource("aclCases")
  void aDefaultAclGivesTheSameAsUmask0(AclCase acl) throws Exception {
    assumeTrue(acl.mode() != 0 || TestUser.isRoot(), "needs root: the file is unreadable");
    String attribute = "/ system.posix_acl_default=\"" + acl.acl() + "\"\n";
    build("ours" + attribute + "java" + attribute);
    var permissions =
        PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString(permissions(acl.mode())));
    createAll("ours", acl.mode(), 077);
    Files.delete(path("ours/fifo"));
    var made =
        Umask.during(
            0,
            () -> {
              Files.createFile(path("java/file"), permissions);
              return Files.createDirectory(path("java/dir"), permissions);
            });
    assertThat(made).exists();
    String ours = io.ephemera.testkit.Tree.describe(path("ours"));
    assertThat(ours).isEqualTo(io.ephemera.testkit.Tree.describe(path("java")));
    assertThat(ours).contains("system.posix_acl_default=");
  }

  private static String permissions(int mode) {
    StringBuilder text = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
    }
    return text.toString();
  }

  @Test
  void deviceNodesGetTheirNumbersAndMode() throws Exception {
    assumeTrue(TestUser.mayMakeDevices(), "needs CAP_MKNOD");
    build("d/\n");
    try (Directory d = directory("d")) {
      String done =
          Umask.during(
              077,
              () -> {
                d.createNode(Name.of("null"), FileType.CHARACTER_DEVICE, 0666, 1, 3).close();
                d.createNode(Name.of("loop"), FileType.BLOCK_DEVICE, 0660, 7, 300).close();
                d.createNode(Name.of("socket"), FileType.SOCKET, 0777, 0, 0).close();
                return "done";
              });
      assertThat(done).isEqualTo("done");
      assertThat(d.stat(Name.of("loop")).nodeMajor()).isEqualTo(7);
      assertThat(d.stat(Name.of("loop")).nodeMinor()).isEqualTo(300);
    }
    assertThat(tree())
        .isEqualTo("d/\nd/loop% 0660 block:7:300\nd/null% 0666 char:1:3\nd/socket= 0777\n");
  }

  @Test
  void existingEntriesAreNeverReplacedOrFollowed() throws Exception {
    build("d/\nd/f \"kept\"\nd/l => ../new\nd/sub/\n");
    String before = tree();
    try (Directory d = directory("d")) {
      for (String taken : new String[] {"f", "l", "sub"}) {
        Name name = Name.of(taken);
        assertThatThrownBy(() -> d.createFile(name, 0600)).hasMessageEndingWith("File exists");
        assertThatThrownBy(() -> d.createDirectory(name, 0700)).hasMessageEndingWith("File exists");
        assertThatThrownBy(() -> d.createNode(name, FileType.FIFO, 0600, 0, 0))
            .hasMessageEndingWith("File exists");
        assertThatThrownBy(() -> d.createSymlink(name, Bytes.latin1("x")))
            .hasMessageEndingWith("File exists");
        try (Inode held = d.inode(Name.of("f"))) {
          assertThatThrownBy(() -> d.createHardLink(name, held))
              .hasMessageEndingWith("File exists");
        }
      }
    }
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void renamingReplacesAtomicallyAndALinkLeadsToWhatIsHeld() throws Exception {
    build("d/\nd/old \"old\"\n");
    try (Directory d = directory("d")) {
      Name temporary = Directory.temporaryName(Name.of("old"));
      try (OpenFile file = d.createFile(temporary, 0600)) {
        file.write(Bytes.latin1("new"));
        file.sync();
      }
      d.rename(temporary, Name.of("old"));
      try (Inode link = d.createSymlink(Name.of("link"), Bytes.latin1("to \u00ff"));
          Inode held = d.inode(Name.of("old"))) {
        d.rename(Name.of("old"), Name.of("moved"));
        d.createFile(Name.of("old"), 0600).close();
        d.createHardLink(Name.of("again"), held);
        d.createHardLink(Name.of("link2"), link);
      }
      assertThat(d.linkText(Name.of("link"))).isEqualTo(Bytes.latin1("to \u00ff"));
    }
    assertThat(tree())
        .isEqualTo(
            """
            d/
            d/again 0600 "new"
            d/link => to\\x20\\xff
            d/link2 == d/link
            d/moved == d/again
            d/old 0600
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 237, 238, 239, 255})
  void temporaryNamesAreValidAndUnguessable(int length) throws Exception {
    Name target = Name.of(Bytes.latin1("\u00e4".repeat(length)));
    Name one = Directory.temporaryName(target);
    assertThat(one).isNotEqualTo(Directory.temporaryName(target));
    assertThat(one.bytes().length()).isEqualTo(Math.min(length + 18, 255));
    assertThat(one.bytes().latin1()).matches("\\.#\u00e4+[0-9a-f]{16}");
    build("d/\n");
    try (Directory d = directory("d")) {
      d.createNode(one, FileType.FIFO, 0600, 0, 0).close();
      d.remove(one);
    }
  }
}
