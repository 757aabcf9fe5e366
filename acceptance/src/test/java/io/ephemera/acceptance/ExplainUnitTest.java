// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code explain --unit=} and {@code --pid=}: everything temporary of a unit or a process. */
class ExplainUnitTest {
  /**
   * A unit with one process in a mount namespace of its own, in which {@code /run/private} is
   * {@code /tmp}. Before that, the process opened a file below the other {@code /tmp}; there is
   * another one with the same path in the private one.
   *
   * <p>Arguments: the program, a folder in {@code /tmp}, and the words of {@code explain}.
   */
  private static final String SCENE =
      """
      program=$1 folder=$2
      shift 2
      mount -t tmpfs -o mode=755 none /run
      mkdir -p /run/systemd/transient /run/web "/run/private/${folder#/tmp/}" /run/elsewhere
      printf '[Service]\\nRuntimeDirectory=web\\nPrivateTmp=yes\\nPIDFile=web/pid\\n' \
        >/run/systemd/transient/web.service
      TMPDIR=/tmp HIDDEN=x unshare --mount sh -euc '
        exec 9>"$1/same"
        mount --bind /run/private /tmp
        : >"$1/same"
        cd /run/web
        exec 6>/tmp/data 7>/tmp/gone 8>/run/elsewhere/moved </dev/null >/dev/null 2>&1
        rm /tmp/gone
        exec perl -e "
          use Socket;
          socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, pack_sockaddr_un(q(sock))); listen(S, 1);
          open(L, q(>lock)); flock(L, 2); open(R, q(>/run/ready)); sleep 60"
      ' sh "$folder" &
      pid=$!
      # a server that never answers and is not asked
      if (exec 4<>/dev/fuse) 2>/dev/null; then
        mkdir /run/silent
        exec 4<>/dev/fuse
        LIBMOUNT_FORCE_MOUNT2=always mount -i -t fuse -o fd=4,rootmode=40000,user_id=0,group_id=0,allow_other test /run/silent
      fi
      timeout 30 sh -c 'until [ -e /run/ready ]; do :; done'
      printf '0::/system.slice/web.service\\n' >/run/cgroup
      mount --bind /run/cgroup "/proc/$pid/cgroup"
      status=0
      "$program" explain "$@" || status=$?
      kill "$pid"
      exit "$status"
      """;

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  private static Run explain(String... words) {
    List<String> all = new ArrayList<>(List.of("explain"));
    all.addAll(List.of(words));
    return Checkout.ephemera(all.toArray(String[]::new));
  }

  private Run inScene(String... words) {
    assumeTrue(folder.path().startsWith("/tmp"), "needs folders in /tmp");
    List<String> all =
        new ArrayList<>(List.of(Checkout.file("ephemera").toString(), folder.path().toString()));
    all.addAll(List.of(words));
    return Checkout.inOwnMounts(SCENE, all.toArray(String[]::new));
  }

  @Test
  void everythingTemporaryOfAUnitIsShown() {
    Run run = inScene("--unit=web");

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out())
        .startsWith("web.service\n")
        .contains("  unit       /run/systemd/transient/web.service, not enabled, runs\n")
        .contains("has a private /tmp: PrivateTmp=  /run/systemd/transient/web.service:3\n")
        .containsPattern("  processes  perl \\(\\d+\\)\n")
        .contains("  places     /tmp       private, here /run/private, tmpfs\n")
        .containsPattern("             /run       that of this host, tmpfs\n")
        .contains("  variables  TMPDIR=/tmp\n")
        .containsPattern("  named      /run/web      +RuntimeDirectory=  directory 0755 ")
        .containsPattern("/run/web/pid  PIDFile=  +does not exist  +would be removed when the unit")
        .containsPattern(
            "/run/web +working directory \\(\\d+\\)  +no line cleans it; removed when"
                + " the unit stops \\(web.service\\), at the next boot \\(it is in memory\\)\n")
        .containsPattern("/run/web/lock +open for writing, holds a lock \\(flock\\) \\(\\d+\\)  ")
        .containsPattern("/run/web/sock +listens on it \\(\\d+\\)  ")
        .containsPattern("/run/elsewhere/moved +open for writing \\(\\d+\\)  ")
        .containsPattern("/tmp/data +open for writing \\(\\d+\\)  ")
        .containsPattern("/tmp/gone +open for writing \\(\\d+\\)  +deleted: its space is free")
        .doesNotContain("HIDDEN", "in another mount namespace");
  }

  /** By its device and number: the path alone leads to another file in each namespace. */
  @Test
  void aFileIsFoundWhereItIsAndNotWhereItsPathLeads() {
    Run run = inScene("--unit=web.service", "--json");
    String same = folder.path() + "/same";

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out())
        .startsWith("{\"type\":\"unit\",\"unit\":\"web.service\",\"time\":\"")
        .contains(
            "{\"path\":\"/tmp/data\",\"here\":\"/run/private/data\",\"deleted\":false,"
                + "\"proven\":true,\"usedBy\":[{")
        .contains(
            "{\"path\":\""
                + same
                + "\",\"here\":\""
                + same
                + "\",\"deleted\":false,"
                + "\"proven\":true,\"usedBy\":[{")
        .contains(
            "{\"path\":\"/tmp/gone\",\"here\":\"/run/private/gone\",\"deleted\":true,"
                + "\"proven\":false,\"usedBy\":[{")
        .contains(
            "{\"path\":\"/tmp\",\"ofHost\":false,\"here\":\"/run/private\","
                + "\"fileSystem\":\"tmpfs\",\"pids\":[")
        .contains(
            "\"unitFile\":{\"path\":\"/run/systemd/transient/web.service\","
                + "\"enabled\":false,\"running\":\"yes\","
                + "\"privateTmp\":\"/run/systemd/transient/web.service:3\"}");
  }

  private void installUnit() throws Exception {
    Tree.build(
        """
        usr/lib/systemd/system/web.service "[Service]\\x0aRuntimeDirectory=web\\x0aCacheDirectory=web\\x0a"
        usr/lib/systemd/system/web.socket "[Socket]\\x0aListenStream=/run/web/sock\\x0a"
        usr/lib/systemd/system/web@.service "[Service]\\x0aRuntimeDirectory=%i\\x0a"
        etc/tmpfiles.d/web.conf "d /run/web - - - m:0\\x0ax /tmp/systemd-private-*\\x0aR! /tmp/systemd-private-*\\x0ad /tmp - - - 1d\\x0a"
        run/
        run/web/
        tmp/
        tmp/systemd-private-0123456789abcdef0123456789abcdef-web.service-AbCdEf/
        tmp/systemd-private-0123456789abcdef0123456789abcdef-wed.service-AbCdEf/
        var/
        var/tmp/
        """,
        folder.path());
  }

  @Test
  void ofAUnitWithoutProcessesItsFilesAndWhatIsThereAreShown() throws Exception {
    installUnit();
    Run run = explain("--root=" + folder.path(), "--unit=web");

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.out())
        .contains("  unit       /usr/lib/systemd/system/web.service, not enabled\n")
        .contains("  processes  none\n")
        .containsPattern(
            "/run/web  +RuntimeDirectory=  directory 0755 \\S+  no line cleans it;"
                + " removed when the unit stops \\(web.service\\)\n")
        .containsPattern("/var/cache/web  +CacheDirectory=  +does not exist  +would be removed by")
        .containsPattern(
            "systemd-private-\\w+-web.service-AbCdEf  PrivateTmp=  +directory \\S+ \\S+"
                + "  kept, the pattern of a line matches it: x /tmp/systemd-private-\\*  \\S+:2; removed")
        .containsPattern("at the next boot by R /tmp/systemd-private-\\*  \\S+:3\n")
        .doesNotContain("wed.service")
        .doesNotContain("  uses ");
  }

  @Test
  void ofASocketWhatItBindsIsShown() throws Exception {
    installUnit();
    Run run = explain("--root=" + folder.path(), "--unit=web.socket");

    assertThat(run.out())
        .startsWith("web.socket\n")
        .contains(
            "  named      /run/web/sock  ListenStream=  does not exist  would not be removed by the");
  }

  @Test
  void unknownUnitsAndProcessesAreReported() throws Exception {
    installUnit();
    Run unit = explain("--root=" + folder.path(), "--json", "--unit=wbe");
    Run process = explain("--json", "--pid=999999999");

    assertThat(unit.exitCode()).isEqualTo(73);
    assertThat(unit.err())
        .isEqualTo("ephemera explain: unknown unit 'wbe.service'; did you mean 'web'?\n");
    assertThat(unit.out())
        .startsWith("{\"type\":\"failed\",\"unit\":\"wbe.service\",\"reason\":\"unknown unit ")
        .contains("\"exitCode\":73,\"explained\":0,\"failed\":1}");
    assertThat(process.exitCode()).isEqualTo(73);
    assertThat(process.err()).isEqualTo("ephemera explain: no process has the ID 999999999\n");
    assertThat(process.out()).startsWith("{\"type\":\"failed\",\"pid\":999999999,\"reason\":\"");
  }

  @Test
  void ofAProcessItsFilesAreShown() throws Exception {
    Path file = Files.createFile(folder.path().resolve("held"));
    Path watched = Files.createFile(folder.path().resolve("watched"));
    Process holder =
        new ProcessBuilder(
                "sh", "-c", "exec 5<\"$0\"; exec tail -f \"$1\"", "" + file, "" + watched)
            .start();
    try {
      Files.writeString(watched, "line\n");
      assertThat(holder.inputReader().readLine()).isEqualTo("line");
      Run run = explain("--pid=" + holder.pid());

      assertThat(run.exitCode()).as("%s", run).isZero();
      assertThat(run.out())
          .startsWith("tail (pid " + holder.pid())
          .contains("/tmp       that of this host")
          .containsPattern(file + " +open for reading \\(" + holder.pid() + "\\)  ");
      if (!run.out()
          .contains("but for the first 20,000 files")) { // a /tmp with more is not searched
        assertThat(run.out())
            .containsPattern(watched + " +open for reading, watches it \\(" + holder.pid() + "\\)");
      }
    } finally {
      holder.destroy();
      assertThat(holder.waitFor()).isNotZero();
    }
  }

  @Test
  void anOrdinaryUserIsToldThatFilesOfOthersAreNotSeen() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user");
    Checkout.assumeReadableByOthers();
    Process holder = new ProcessBuilder("cat").start();
    try {
      Run run =
          Run.of(
              Map.of("PATH", Checkout.PATH),
              List.of(
                  "setpriv",
                  "--reuid=65534",
                  "--regid=65534",
                  "--clear-groups",
                  Checkout.file("ephemera").toString(),
                  "explain",
                  "--pid=" + holder.pid()));

      assertThat(run.out())
          .contains("  uses       nothing that could be seen\n")
          .contains("  not seen   the files of cat (" + holder.pid() + "): not permitted\n");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "--unit=a --pid=1       | --unit= cannot be combined with --pid=",
        "--unit=a /tmp          | --unit= requires that no PATH is given",
        "--pid=1 /tmp           | --pid= requires that no PATH is given",
        "--unit=a --all         | --unit= cannot be combined with --all",
        "--pid=1 --root=/       | --pid= cannot be combined with --root=",
        "--pid=0                | invalid process ID '0'",
        "--pid=x                | invalid process ID 'x'",
        "--pid=12345678901      | invalid process ID '12345678901'",
        "--unit=                | invalid unit name ''",
        "--unit=a/b             | invalid unit name 'a/b'",
        "--unit=a.timer         | 'a.timer' has no processes: expected a service, socket, scope or"
            + " slice",
        "--unit=a@              | 'a@' is a template: expected an instance of it"
      })
  void whatCannotBeCombinedIsAUsageError(String words, String message) {
    Run run = explain(words.split(" ", -1));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).startsWith("ephemera explain: " + message + "\n");
  }
}
