// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupMembersTest {
  private static final JavaProgram PROBE =
      JavaProgram.of(
          GroupMembersProbe.class,
          GroupMembers.class.getName(),
          BytePath.class.getName(),
          "io.ephemera.linux.At");

  private static final String PASSWD =
      """
      root:x:0:0::/root:/bin/sh
      alice:x:1000:1000::/home/alice:/bin/sh
      bob:x:1001:1001::/home/bob:/bin/sh
      carol:x:1002:100::/home/carol:/bin/sh
      dora:x:3999000:3999000::/home/dora:/bin/sh
      """;

  private static final String GROUP =
      """
      root:x:0:
      users:x:100:
      team:x:200:alice,bob
      solo:x:201:alice
      admins:x:202:root,alice
      empty:x:203:
      alice:x:1000:
      bob:x:1001:alice
      again:x:1001:carol
      """;

  /** A user, a group, sources of nsswitch.conf, and who besides the user is in the group. */
  @ParameterizedTest
  @CsvSource({
    "1000, 1000, files,             none",
    "1000, 1000, files systemd,     none",
    "1000, 201,  files,             none",
    "1000, 202,  files,             none",
    "1000, 200,  files,             bob",
    "1001, 1001, files,             alice|carol",
    "1000, 100,  files,             carol",
    "1000, 0,    files,             none",
    "0,    0,    files,             none",
    "0,    203,  files,             unknown", // set-group-ID programs give it
    "1003, 203,  files,             unknown", // this user is in it, says something else
    "1003, 1003, files,             unknown",
    "1000, 1000, files [!UNAVAIL=return] systemd, none",
    "3999000, 3999000, files,       none",
    "3999000, 3999000, files sss,   unknown", // asked, and not known to this system
    "1000, 200,  files ldap,        bob",
  })
  void onlyListedUsersAreKnown(int uid, int gid, String sources, String expected)
      throws IOException {
    try (TestFolder folder = TestFolder.create()) {
      Path etc = Files.createDirectory(folder.path().resolve("etc"));
      Path ignored = Files.writeString(etc.resolve("passwd"), PASSWD);
      ignored = Files.writeString(etc.resolve("group"), GROUP);
      ignored = Files.writeString(etc.resolve("nsswitch.conf"), "passwd: " + sources + "\n");
      Access others = GroupMembers.below(JavaPath.bytes(folder.path())).besides(uid, gid);
      assertThat(GroupMembersProbe.words(others)).matches(expected);
    }
  }

  /** A program in place of getent(1), and who besides user 4711 is in the group of that number. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          case $1 in passwd) echo dora:x:4711:4711::/:/bin/sh;; *) echo dora:x:4711:;; esac | none
          case $1 in passwd) echo dora:x:4711:4711::/:/bin/sh;; *) exit 3;; esac            | unknown
          exit 3                                                                            | unknown
          """)
  void aGroupIsOpenIfTheNameServiceDoesNotAnswer(String script, String expected) throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (TestFolder folder = TestFolder.create()) {
      Path etc = Files.createDirectory(folder.path().resolve("etc"));
      Path ignored = Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files sss\n");
      Path getent = Files.writeString(folder.path().resolve("getent"), "#!/bin/sh\n" + script);
      ignored = Files.setPosixFilePermissions(getent, PosixFilePermissions.fromString("rwxr-xr-x"));
      List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-euc"));
      command.add("mount --bind \"$0\" /usr/bin/getent; exec \"$@\"");
      command.add(getent.toString());
      command.addAll(PROBE.command(folder.path().toString(), "4711", "4711"));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      assertThat(process.inputReader().readLine()).isEqualTo(expected);
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void aNameServiceIsAskedForALimitedTime() {
    assertThatThrownBy(() -> SystemProgram.run(Duration.ofMillis(50), "sleep", "60"))
        .isInstanceOf(IOException.class)
        .hasMessage("sleep did not end in time");
  }
}
