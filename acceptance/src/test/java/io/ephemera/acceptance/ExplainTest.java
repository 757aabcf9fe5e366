// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Path file = Files.createFile(folder.path().resolve("held"));
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
                  file.toString()));

      assertThat(run.out())
          .doesNotContain("nobody: ")
          .containsPattern("not seen   seen \\d+ of \\d+ processes: .*not permitted");
    } finally {
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    }
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
