// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessJudgeTest {
  /**
   * Owner, group, mode and access control list of a directory; who besides user 1000 owns it, can
   * write to it, read it, and write to what is created in it. Group 1000 is that of user 1000
   * alone.
   */
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 0700, '',             -, -, -, -",
    "1000, 1000, 0755, '',             -, -, any user, -",
    "1000, 1000, 0775, '',             -, -, any user, -",
    "1000, 1000, 2770, '',             -, -, -, -",
    "1000, 100,  0750, '',             -, -, group 100, -",
    "1000, 100,  0775, '',             -, group 100, any user, -",
    "1000, 1000, 1777, '',             -, any user, any user, -",
    "0,    1000, 0770, '',             -, -, -, -",
    "0,    0,    0770, '',             -, -, -, -",
    "1001, 1000, 0700, '',             uid 1001, -, -, -",
    "1000, 1000, 0700, 'u:1001:rwx',   -, user 1001, user 1001, -",
    "1000, 1000, 0700, 'u:1001:rx',    -, -, user 1001, -",
    "1000, 1000, 0700, 'u:1000:rwx',   -, -, -, -",
    "1000, 1000, 0700, 'u:0:rwx',      -, -, -, -",
    "1000, 1000, 0700, 'g:100:rwx',    -, group 100, group 100, -",
    "1000, 1000, 0700, 'g:1000:rwx',   -, -, -, -",
    "1000, 1000, 0700, 'u:1001:rwx,m::rx', -, -, user 1001, -",
    "1000, 100,  0770, 'u:1000:rwx,g::---', -, -, -, -",
    "1000, 1000, 0700, 'd:u:1001:rwx', -, -, -, user 1001",
    "1000, 1000, 0700, 'd:u:1001:rx',  -, -, -, -",
  })
  void ownerModeListAndMembersDecide(
      int owner,
      int group,
      String mode,
      String list,
      String owns,
      String writes,
      String reads,
      String inherits)
      throws IOException, InterruptedException {
    assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    assumeTrue(Files.exists(Path.of("/usr/bin/setfacl")), "needs setfacl");
    try (TestFolder folder = TestFolder.create()) {
      Path etc = Files.createDirectory(folder.path().resolve("etc"));
      Path ignored = Files.writeString(etc.resolve("passwd"), "alice:x:1000:1000::/:/bin/sh\n");
      Path asked = Files.createDirectory(folder.path().resolve("asked"));
      Files.setAttribute(asked, "unix:uid", owner);
      Files.setAttribute(asked, "unix:gid", group);
      Files.setAttribute(asked, "unix:mode", Integer.parseInt(mode, 8));
      if (!list.isEmpty()) {
        Process setfacl = new ProcessBuilder("setfacl", "-m", list, "" + asked).start();
        assumeTrue(setfacl.waitFor() == 0, "needs a file system with access control lists");
      }
      GroupMembers groups = GroupMembers.below(JavaPath.bytes(folder.path()));
      AccessJudge judge = new AccessJudge(1000, groups);
      try (Inode inode = Inode.openAmbient(JavaPath.bytes(asked))) {
        verify(judge.owner(inode.stat()), owns);
        verify(judge.writing(inode, inode.stat()), writes);
        verify(judge.reading(inode, inode.stat()), reads);
        verify(judge.inheriting(inode), inherits);
      }
    }
  }

  private static void verify(Access access, String expected) {
    if (expected.equals("-")) {
      assertThat(access).isEqualTo(Access.exclusive());
    } else {
      assertThat(access.isExclusive()).isFalse();
      assertThat(access.how()).containsPattern(expected + "\\b");
    }
  }
}
