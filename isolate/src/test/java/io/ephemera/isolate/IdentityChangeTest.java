// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In a mount namespace with users of its own. */
class IdentityChangeTest {
  private static final int NOT_PERMITTED = 77;

  private static final String USERS =
      """
      root:x:0:0::/root:/bin/bash
      app:x:4001:4001:App:/srv/app:/bin/false
      many:x:4002:4002::/srv/many:/bin/sh
      bare:x:4003:4003:::
      4711:x:4004:4004::/:/bin/sh
      """;

  private static final String GROUPS =
      """
      root:x:0:
      app:x:4001:
      many:x:4002:
      extra:x:4100:app,many
      other:x:4101:many,app,root
      own:x:4001:app
      """
          + IntStream.range(5000, 5200)
              .mapToObj(gid -> "g" + gid + ":x:" + gid + ":many\n")
              .collect(Collectors.joining());

  private final TestFolder folder = TestFolder.create();
  private final JavaProgram program = Started.programIn(folder);

  @BeforeEach
  void needsRoot() throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root and CAP_SYS_ADMIN");
    Path etc = Files.createDirectory(folder.path().resolve("etc"));
    write(etc.resolve("passwd"), USERS);
    write(etc.resolve("group"), GROUPS);
    write(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\n");
  }

  private static void write(Path file, String text) throws IOException {
    Path ignored = Files.writeString(file, text, StandardCharsets.US_ASCII);
  }

  @AfterEach
  void remove() {
    folder.close();
  }

  private Started.Launch launch() {
    String mount = "mount --bind \"$0/etc\" /etc; exec \"$@\"";
    return new Started.Launch(program)
        .under("unshare", "--mount", "sh", "-ec", mount, folder.path().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "many", "root", "4711", "4001"})
  void groupsAreThoseOfId(String user) throws Exception {
    Started command = launch().run("user=" + user, "--", "id", "-G");
    Started asked = launch().run("--", "id", "-G", user);
    assertThat(command.said().split(" ", -1))
        .containsExactlyInAnyOrder(asked.said().split(" ", -1));
    assertThat(command.status()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "user=app, 4001, 4001, 4001 4100 4101",
    "user=app group=extra, 4001, 4100, 4100 4001 4101",
    "user=app group=4567, 4001, 4567, 4567 4001 4100 4101",
    "user=bare, 4003, 4003, 4003",
    "user=4711, 4004, 4004, 4004",
    "user=5555 group=app, 5555, 4001, 4001",
    "user=5555 group=6666, 5555, 6666, 6666",
    "group=app, 0, 4001, 4001 4101",
    "user=root, 0, 0, 0 4101",
    "groups=extra, 0, 0, 0 4100",
    "user=app groups=many, 4001, 4001, 4001 4002 4100 4101",
    "'user=app groups=4567,extra', 4001, 4001, 4001 4100 4101 4567",
  })
  void commandIsThatUser(String options, String uid, String gid, String groups) throws Exception {
    String show = "grep -E '^(Uid|Gid):' /proc/self/status; id -G";
    String[] words = (options + " -- sh -c").split(" ", -1);
    Started started = launch().run(with(words, show));
    assertThat(started.said())
        .isEqualTo(
            "Uid:" + ("\t" + uid).repeat(4) + "\nGid:" + ("\t" + gid).repeat(4) + "\n" + groups);
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  /** By default, with capabilities that a change of the user does not take, and with none fixed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "--inh-caps=+chown,+setuid --ambient-caps=+chown,+setuid",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+chown,+setuid --ambient-caps=+chown --securebits=+no_setuid_fixup"
      })
  void noCapabilityIsLeft(String how) throws Exception {
    Started.Launch launch = launch();
    if (!how.equals("true")) {
      launch.under(("setpriv " + how).split(" ", -1));
    }
    Started started =
        launch.run("user=app", "--", "grep", "-E", "Cap(Inh|Prm|Eff|Amb)", "/proc/self/status");
    String none = ":\t0000000000000000";
    assertThat(started.said())
        .isEqualTo("CapInh" + none + "\nCapPrm" + none + "\nCapEff" + none + "\nCapAmb" + none);
  }

  @Test
  void rootWithAnotherGroupKeepsItsCapabilities() throws Exception {
    Started started = launch().run("group=app", "--", "grep", "CapEff", "/proc/self/status");
    assertThat(started.said()).doesNotEndWith("0000000000000000");
  }

  @ParameterizedTest
  @CsvSource({
    "user=nosuch, there is no user nosuch",
    "user=app group=nosuch, there is no group nosuch",
    "groups=nosuch, there is no group nosuch",
    "user=5555, user 5555 has no account that names its group; add --group=",
    "user=4294967295 group=app, there is no user 4294967295",
    "user=app group=4294967295, there is no group 4294967295",
    "user=-1 group=app, there is no user -1",
    "user= group=app, there is no user",
  })
  void whoIsNotThereIsReported(String options, String message) throws Exception {
    Started started = launch().run((options + " -- echo running").split(" ", -1));
    assertThat(started.status()).isEqualTo(NOT_PERMITTED);
    assertThat(started.said()).startsWith(message).doesNotContain("running");
  }

  /** A database that cannot be read: that is not the same as no such user, or no groups. */
  @ParameterizedTest
  @ValueSource(strings = {"passwd", "group"})
  void nameServiceThatFailsIsReported(String database) throws Exception {
    Path file = folder.path().resolve("etc").resolve(database);
    Files.delete(file);
    Path loop = Files.createSymbolicLink(file, Path.of(database));
    Started started = launch().run("user=app", "--", "echo", "running");
    assertThat(loop).isSymbolicLink();
    assertThat(started.status()).isEqualTo(NOT_PERMITTED);
    assertThat(started.said())
        .contains("Too many levels of symbolic links; the name service cannot say");
  }

  @Test
  void withoutTheCapabilityNobodyElseCanBeNamed() throws Exception {
    Started started =
        launch()
            .under("setpriv", "--bounding-set=-setgid")
            .run("user=app", "--", "echo", "running");
    assertThat(started.status()).isEqualTo(NOT_PERMITTED);
    assertThat(started.said())
        .contains("may not run a command as user 4001")
        .doesNotContain("running");
  }

  @Test
  void refusedGroupsLeaveEverythingAsItWas() throws Exception {
    Started started =
        launch()
            .under("setpriv", "--groups=4100,4101", "--bounding-set=-setgid")
            .run("as=4001:4001:4001", "--", "echo", "running");
    assertThat(started.status()).isEqualTo(NOT_PERMITTED);
    assertThat(started.said())
        .contains("cannot become user 4001: set supplementary groups")
        .contains(
            "still users [0, 0, 0, 0], groups [0, 0, 0, 0], supplementary groups [4100, 4101]")
        .doesNotContain("running");
  }

  @ParameterizedTest
  @CsvSource({
    "user=app, 4001 4101, 0",
    "user=4001, 4001 4101, 0",
    "group=4001, 4001 4101, 0",
    "groups=4101, 4001 4101, 0",
    "groups=extra, '', 77",
    "user=app groups=many, '', 77",
    "user=app group=extra, '', 77",
    "user=many, '', 77",
    "user=root, '', 77",
  })
  void userWithoutPrivilegesCanNameOnlyHimself(String options, String groups, int status)
      throws Exception {
    Started started =
        launch()
            .under("setpriv", "--reuid=4001", "--regid=4001", "--groups=4101")
            .run((options + " -- id -G").split(" ", -1));
    assertThat(started.status()).isEqualTo(status);
    assertThat(status == 0 ? started.said() : "").isEqualTo(groups);
  }

  /** A key of the caller's session, which its possessor may read. */
  @ParameterizedTest
  @CsvSource({"user=app, absent", "group=app, found"})
  void keysOfTheSessionAreLeft(String who, String expected) throws Exception {
    String calls =
        "($add, $ctl) = `uname -m` =~ /aarch64/ ? (217, 219) : (248, 250); $session = -3; ";
    String join =
        calls
            + "syscall($ctl, 1, 0) > 0 && syscall($add, $t = 'user', $n = 'test', $v = 'x', 1,"
            + " $session) > 0 or die 'no keys'; exec @ARGV";
    String search =
        calls
            + "print syscall($ctl, 10, $session, $t = 'user', $n = 'test', 0) > 0"
            + " ? 'found' : 'absent'";
    Started started = launch().under("perl", "-e", join).run(who, "--", "perl", "-e", search);
    assumeTrue(!started.said().startsWith("no keys"), "needs a kernel with keys");
    assertThat(started.said()).isEqualTo(expected);
  }
}
