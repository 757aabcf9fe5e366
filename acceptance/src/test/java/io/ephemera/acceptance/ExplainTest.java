// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain}: what it says of real files, processes and configurations. */
class ExplainTest {
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

  private void configure(String... lines) throws IOException {
    Path directory = Files.createDirectories(folder.path().resolve("etc/tmpfiles.d"));
    Files.write(directory.resolve("test.conf"), List.of(lines));
  }

  @Test
  void aPathIsExplainedByTheLineThatWillRemoveIt() throws IOException {
    configure("d /srv/upload 1777 root root m:10d");
    Path file = Files.createDirectories(folder.path().resolve("srv/upload")).resolve("file");
    Files.createFile(file);
    Run run = explain("--root=" + folder.path(), "/srv/upload/file");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("goes with the first run after ")
        .contains("(in 9 days)")
        .contains("by its time of modification")
        .contains("d /srv/upload  " + folder.path() + "/etc/tmpfiles.d/test.conf:1")
        .containsPattern("modification +\\w+ [0-9: -]+, 0 seconds ago   counts")
        .contains("used by    not asked: this is not the running system");
  }

  @Test
  void aTimeMayBeGiven() throws IOException {
    configure("d /srv/upload - - - m:10d");
    Files.createFile(Files.createDirectories(folder.path().resolve("srv/upload")).resolve("file"));
    Run run = explain("--root=" + folder.path(), "--in=11d", "/srv/upload/file");

    assertThat(run.out()).contains("fate       the next run removes it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x /srv/t/f; d /srv/t - - - 5d | it stays: the pattern of a line matches it | x /srv/t/f",
        "x /srv/t/*; d /srv/t - - - 5d | it stays: the pattern of a line matches it | x /srv/t/*",
        "D /srv/t   | any run with --remove removes it: D /srv/t | D /srv/t",
        "r! /srv/t/f | the next boot removes it: r /srv/t/f | r /srv/t/f",
        "f$ /srv/t/f | --purge removes it: f /srv/t/f | f /srv/t/f",
        "d /srv - - - ~0 | the next run removes it | d /srv",
        "d /srv/t - - - ~0 | it stays: the line keeps the first level | d /srv/t",
        "q /other - - - 0 | no line of tmpfiles.d(5) cleans it by age: it stays | it stays"
      })
  void whatALineDoesIsSaid(String line, String sentence, String decides) throws IOException {
    configure(line.split("; ", -1));
    Files.createFile(Files.createDirectories(folder.path().resolve("srv/t")).resolve("f"));
    Run run = explain("--root=" + folder.path(), "/srv/t/f");

    assertThat(run.out()).contains(sentence).contains(decides);
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void whatDoesNotExistIsExplainedByTheLinesThatWouldReachIt() throws IOException {
    configure("d /srv/t - - - 5d", "x /srv/t/f*");
    Files.createDirectories(folder.path().resolve("srv/t"));
    Run run = explain("--root=" + folder.path(), "/srv/t/file");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("nothing: it does not exist")
        .contains("would be reached by x /srv/t/f*")
        .contains("would be reached by d /srv/t");
  }

  @Test
  void aProcessThatHoldsAFileIsFoundWithItsNumber() throws Exception {
    Path file = Files.createFile(folder.path().resolve("held"));
    Process holder =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; exec cat").start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      Run run = explain(file.toString());

      assertThat(run.out()).contains("(pid " + holder.pid()).contains("holds a lock (flock)");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  @Test
  void anOrdinaryUserIsToldWhatCouldNotBeSeen() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user");
    Checkout.assumeReadableByOthers();
    Path file = Files.createFile(folder.path().resolve("held"));
    Path free = Files.createFile(folder.path().resolve("free"));
    Process holder =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; exec cat").start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
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
                  file.toString(),
                  free.toString()));

      assertThat(run.out())
          .contains("used by    no process that could be seen: ")
          .doesNotContain("no process: ")
          .containsPattern("not seen   seen \\d+ of \\d+ processes: .*not permitted");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  @Test
  void whatOthersFindUnderThePathIsSaid() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    Path file = Files.createDirectory(folder.path().resolve("t")).resolve("x");
    String script = "mount -t tmpfs none \"$0\"; mkfifo -m 640 \"$0/x\"; echo $$; exec cat";
    List<String> command =
        List.of("unshare", "-m", "--propagation", "private", "sh", "-ec", script);
    List<String> words = new ArrayList<>(command);
    words.add(folder.path() + "/t");
    Process holder = new ProcessBuilder(words).start();
    try (BufferedReader output = holder.inputReader()) {
      String pid = output.readLine();
      assertThat(explain(file.toString()).out())
          .contains("cat (pid " + pid)
          .contains(
              "): it leads to a place that is nowhere here; there is a fifo of root:root, mode 0640");
      assertThat(explain(file + ".other").out()).contains("nowhere here; there is nothing\n");
      assertThat(explain("--json", file.toString()).out())
          .containsPattern(
              "\"othersSee\":.*\\{\"there\":\\{\"exists\":true,\"kind\":\"fifo\",\"mode\":\"0640\","
                  + "\"uid\":0,\"gid\":0,\"size\":0,\"device\":\"0:\\d+\",\"inode\":\"2\",\"accessTime\"");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  @Test
  void aFileSystemOfOthersThatDoesNotAnswerIsNotWaitedFor() throws IOException {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs FUSE");
    Path point = Files.createDirectory(folder.path().resolve("t"));
    try (MountNamespace _ = FuseMount.silent("t", folder.path())) {
      Run run =
          assertTimeoutPreemptively(
              Duration.ofSeconds(30), () -> explain(point.resolve("x").toString()));

      assertThat(run.out())
          .contains("nowhere here; what is there could not be seen: no answer in time\n");
    }
  }

  @Test
  void aPidFileIsComparedWithTheProcessThatItNames() throws Exception {
    Process holder = new ProcessBuilder("cat").start();
    try {
      String pid = Long.toString(holder.pid());
      Path alive = Files.writeString(folder.path().resolve("alive.pid"), pid + "\n");
      Path old = Files.writeString(folder.path().resolve("old.pid"), pid);
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000));
      Path dead = Files.writeString(folder.path().resolve("dead.pid"), "999999999\n");
      Run run = explain(alive.toString(), old.toString(), dead.toString());

      assertThat(run.out())
          .contains(
              "pid file   names pid " + pid + " (cat), running since before the file was written")
          .contains("names pid " + pid + " (cat), which started after the file was written: stale")
          .contains("names pid 999999999, which does not run: stale");
      assertThat(explain("--json", old.toString(), dead.toString()).out())
          .contains(
              "\"pidFile\":{\"pid\":" + pid + ",\"state\":\"started-later\",\"command\":\"cat\"}")
          .contains("\"pidFile\":{\"pid\":999999999,\"state\":\"ended\"}");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
  }

  /** Nothing of them is read as a number, and a fifo without a writer is not waited for. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.pid \"12a\"",
        "x.pid \"\"",
        "x.pid \"12345678901\"",
        "x.pid \"1                \"",
        "x.pid|",
        "x.pid/",
        "x.pid => 1.txt",
        "x.lock \"1\""
      })
  void whatIsNoPidFileIsNotTakenForOne(String tree) throws IOException {
    Files.writeString(folder.path().resolve("1.txt"), "1");
    Tree.build(tree + "\n", folder.path());
    String name = tree.startsWith("x.lock") ? "x.lock" : "x.pid";
    Run run = explain(folder.path().resolve(name).toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("used by").doesNotContain("pid file");
  }

  @Test
  void aMountThatMayWaitIsNotAskedHowFullItIs() throws IOException {
    assumeTrue(PassthroughMount.missing() == null, PassthroughMount::missing);
    try (PassthroughMount mount = PassthroughMount.in(folder.path(), List.of())) {
      Path file = Files.writeString(mount.path().resolve("x.pid"), "1\n");
      Run run = explain(file.toString(), folder.path().toString());

      assertThat(run.out())
          .containsPattern(mount.path() + ", fuse\\S*, not asked how full it is\n")
          .containsPattern("mount .* free of ")
          .doesNotContain("pid file");
    }
  }

  @Test
  void aWayThatCannotBeFollowedDoesNotEndTheExplanationOfOthers() throws IOException {
    Tree.build("loop => loop\nf \"\"\n", folder.path());
    Path loop = folder.path().resolve("loop/x");
    Path file = folder.path().resolve("f");
    Run run = explain("--json", loop.toString(), file.toString());

    assertThat(run.exitCode()).isEqualTo(73);
    assertThat(run.err())
        .startsWith("ephemera explain: cannot look at \"" + loop + "\": follow symbolic links: ");
    assertThat(run.out())
        .startsWith("{\"type\":\"failed\",\"path\":\"" + loop + "\",\"reason\":\"")
        .contains("\n{\"type\":\"explanation\",\"path\":\"" + file + "\"")
        .contains("\"exitCode\":73,\"explained\":1,\"failed\":1}");
  }

  /** A link of another user, which leads what root owns: the line does nothing, but is reported. */
  @Test
  void anUnsafeWayOfALineDoesNotEndTheExplanationByOthers() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to give a file to another user");
    configure("d /srv/u/link/d - - - m:0", "d /srv/r/d - - - m:0");
    Tree.build(
        """
        srv/
        srv/r/
        srv/r/d/
        srv/r/d/f ""
        srv/u/
        srv/u/link => ../r
        """,
        folder.path());
    Run owner =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of(
                "chown", "-h", "4321", folder.path() + "/srv/u", folder.path() + "/srv/u/link"));
    assertThat(owner.exitCode()).isZero();
    Run run = explain("--root=" + folder.path(), "/srv/u/link/d/f", "/srv/r/d/f");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern(
            "/srv/u/link/d/f  \\(/srv/r/d/f\\)\n(.*\n)+ +a run with --clean: Ephemera refuses /srv/u/link/d: unsafe path")
        .containsPattern(
            "\n/srv/r/d/f\n(.*\n)+  fate       the next run removes it.*\n"
                + " +d /srv/r/d  \\S+/test.conf:2");
  }

  /** While the system starts, no process is bound to it; and writing to one is connecting. */
  @Test
  void aLiveSocketIsRemovedAtTheNextBootAndMayBeWritable() throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
    String script =
        """
        mount --bind "$1" /mnt && mount -t tmpfs -o mode=1777 test /tmp
        mount -t tmpfs -o mode=0755 test /run && mkdir /run/tmpfiles.d
        echo 'D! /tmp/.X11-unix 1777 root root' >/run/tmpfiles.d/test.conf
        mkdir -m 1777 /tmp/.X11-unix
        perl -MIO::Socket::UNIX -e 'umask 0; $s = IO::Socket::UNIX->new(Local => "/tmp/.X11-unix/X7", Listen => 1); sleep' &
        until [ -S /tmp/.X11-unix/X7 ]; do :; done
        /mnt/ephemera explain --json /tmp/.X11-unix/X7; /mnt/ephemera explain /tmp/.X11-unix/X7; kill $!
        """;
    Run run =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of(
                "unshare", "--mount", "sh", "-euc", script, "sh", Checkout.file("").toString()));

    assertThat(run.out())
        .as(run.err())
        .containsPattern("\"boot\":\\[\\{[^]]*\"verdict\":\"removed\"")
        .contains("the next boot removes it: D /tmp/.X11-unix")
        .doesNotContain("writable by any user", "to move it");
  }

  @Test
  void hostileNamesAreShownEscaped() throws IOException {
    configure("d /srv - - - 5d");
    Tree.build("srv/a\\x1b[31mb\\xe2\\x80\\xaec\\x0a\n", folder.path());
    String script = "cd \"$1/srv\"; for f in *; do \"$0\" explain --root=\"$1\" \"/srv/$f\"; done";
    Run run =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of(
                "sh",
                "-c",
                script,
                Checkout.file("ephemera").toString(),
                folder.path().toString()));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\\x1b[31mb").doesNotContain("\u001b").doesNotContain("\u202e");
  }

  /** What no test can know is {@code ?}: numbers of the file system, times of the kernel. */
  @Test
  void theWholeObjectOfAPathIsAsThePageDescribes() throws IOException {
    configure("# one line", "D$ /srv/t - - - m:10d");
    Path file = Files.createDirectories(folder.path().resolve("srv/t")).resolve("f");
    Files.writeString(file, "12345");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    for (String one : List.of("", "srv", "srv/t", "srv/t/f")) {
      Files.setPosixFilePermissions(
          folder.path().resolve(one), PosixFilePermissions.fromString("rwxr-x---"));
    }
    String uid = String.valueOf(Files.getAttribute(file, "unix:uid"));
    String gid = String.valueOf(Files.getAttribute(file, "unix:gid"));
    Run run =
        Checkout.ephemera(
            Map.of("TZ", "UTC"),
            "explain",
            "--root=" + folder.path(),
            "--at=2001-09-10 00:00",
            "--json",
            "/srv/t/f");

    String own = "\"mode\":\"0750\",\"uid\":" + uid + ",\"gid\":" + gid;
    String origin = folder.path() + "/etc/tmpfiles.d/test.conf:2";
    String line = "\"line\":\"D /srv/t\",\"origin\":\"" + origin + "\"";
    assertThat(run.exitCode()).isZero();
    assertThat(
            run.out()
                .replaceAll("\"(allocated|available)\":\\d+", "\"$1\":?")
                .replaceAll(
                    "\"(inode|accessTime|changeTime|birthTime|point|fileSystem)\":\"[^\"]+\"",
                    "\"$1\":?")
                .replace(",\"birthTime\":?", ""))
        .isEqualTo(
            "{\"type\":\"explanation\",\"path\":\"/srv/t/f\",\"realPath\":\"/srv/t/f\","
                + "\"time\":\"2001-09-10T00:00:00Z\",\"exists\":true,"
                + "\"inode\":{\"kind\":\"regular\","
                + own
                + ",\"size\":5,\"allocated\":?,\"names\":1,\"inode\":?,\"accessTime\":?,"
                + "\"changeTime\":?,\"modificationTime\":\"2001-09-09T01:46:40Z\"},"
                + "\"chain\":[{\"path\":\"/\","
                + own
                + "},{\"path\":\"/srv\","
                + own
                + "},{\"path\":\"/srv/t\","
                + own
                + "},{\"path\":\"/srv/t/f\","
                + own
                + "}],\"mount\":{\"point\":?,\"fileSystem\":?,\"available\":?},"
                + "\"fate\":{\"clean\":[{\"verdict\":\"kept\",\"reason\":\"too-young\","
                + "\"inherited\":false,\"due\":\"at\",\"dueAt\":\"2001-09-19T01:46:40Z\","
                + "\"decidedBy\":\"modification\","
                + line
                + "}],\"remove\":[{\"verdict\":\"removed\",\"due\":\"at\","
                + line
                + "}],\"boot\":[{\"verdict\":\"removed\",\"due\":\"at\","
                + line
                + "}],\"purge\":[{\"verdict\":\"removed\",\"due\":\"at\","
                + line
                + "}],\"lines\":[{"
                + line
                + "}],\"units\":[]},\"toKeep\":[\"echo 'x /srv/t/f' >>/etc/tmpfiles.d/keep.conf\","
                + "\"flock --shared '/srv/t/f' COMMAND   # while COMMAND runs\"],"
                + "\"toMove\":[\"ephemera where runtime --explain   # where it belongs\"],"
                + "\"notSeen\":[]}\n"
                + "{\"type\":\"summary\",\"schema\":1,\"exitCode\":0,\"explained\":1,\"failed\":0}\n");
  }

  /** Both in one tree: a dry run says what explain says, path by path. */
  @Test
  void aTableHasWhatADryRunWouldRemove() throws IOException {
    configure("d /srv/t - - - m:0", "x /srv/t/b", "e /srv/t/c - - - m:9d");
    for (String one : List.of("a/x", "a/y/z", "b/x", "c/x", "d")) {
      Path file = folder.path().resolve("srv/t/" + one);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    String root = "--root=" + folder.path();
    Run dry = Checkout.ephemera("tmpfiles", "--clean", "--dry-run", "--json", root);
    Run all = explain("--all", "--json", root, "/srv/t");

    assertThat(paths(all.out(), "\"verdict\":\"removed\""))
        .isEqualTo(
            paths(
                dry.out().replace(folder.path().toString(), ""),
                "\"result\":\"would-do\",\"operation\":\"remove"))
        .hasSize(5);
    assertThat(explain("--all", root, "/srv/t").out())
        .containsPattern("next run +5 ")
        .containsPattern("in 9 days +1 ")
        .containsPattern("stays +2 .*x /srv/t/b");
  }

  /** What user 4711 owns leads to what root owns; without that, the line removes the file. */
  @ParameterizedTest
  @CsvSource({"4711, true", "0, false"})
  void whatIsRefusedHereAndRemovedElsewhereIsSaid(String owner, boolean refused)
      throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to give files away");
    configure("d /home/way/t/d - - - m:5d");
    String tree = "home/\nhome/way/ OWNER:OWNER\nhome/way/t/d/\nhome/way/t/d/f @20d\n";
    Tree.build(tree.replace("OWNER", owner), folder.path());
    String root = "--root=" + folder.path();
    String text = explain(root, "/home/way/t/d/f").out();
    String json = explain("--json", root, "/home/way/t/d/f").out();
    String table = explain("--all", root, "/home/way").out();
    String all = explain("--all", "--json", root, "/home/way").out();

    String reason = "unsafe path transition: what user 4711 owns leads to ";
    String sentence = "Ephemera refuses /home/way/t/d: " + reason;
    assertThat(text.contains("a run with --clean: " + sentence)).as(text).isEqualTo(refused);
    assertThat(text.contains("; systemd-tmpfiles goes on")).isEqualTo(refused);
    assertThat(text.contains("the next run removes it")).isEqualTo(!refused);
    assertThat(text).doesNotContain("not known in full").doesNotContain("no line of tmpfiles.d");
    assertThat(table.contains("refused: " + sentence)).as(table).isEqualTo(refused);
    String field = "\"verdict\":\"refused\",\"path\":\"/home/way/t/d\",\"refusal\":\"" + reason;
    assertThat(json.contains("\"clean\":[{" + field)).as(json).isEqualTo(refused);
    assertThat(all.contains("{\"type\":\"fate\"," + field)).as(all).isEqualTo(refused);
    assertThat(all).doesNotContain("not-seen");
  }

  private static Set<String> paths(String json, String mark) {
    Set<String> paths = new TreeSet<>();
    for (String line : json.split("\n", -1)) {
      if (line.contains(mark)) {
        boolean _ = paths.add(line.replaceAll(".*\"path\":\"([^\"]*)\".*", "$1"));
      }
    }
    return paths;
  }

  @ParameterizedTest
  @CsvSource({
    "explain, 64",
    "explain --at=2027-01-01 --in=3d /tmp, 64",
    "explain --at=never /tmp, 64",
    "explain --root=/missing /tmp, 73",
    "explain /, 0"
  })
  void exitStatusesAreThoseOfThePage(String words, int status) {
    assertThat(Checkout.ephemera(words.split(" ", -1)).exitCode()).isEqualTo(status);
  }
}
