// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names are known, and what is read from them. */
class KnownNamesTest {
  private static final KnownNames TABLE = KnownNames.get();

  private static Optional<KnownName> match(String path) {
    return TABLE.match(BytePath.of(Bytes.latin1(path)), Directories.USUAL);
  }

  static Stream<String> observed() throws IOException {
    try (var text =
        Objects.requireNonNull(KnownNamesTest.class.getResourceAsStream("observed.txt"))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("observed")
  void aNameThatAProgramMakesMatchesItsRow(String line) {
    int bar = line.indexOf(" | ");
    Optional<KnownName> known = match(line.substring(0, bar));
    assertThat(known).as(line).isPresent();
    assertThat(known.get().row().program()).startsWith(line.substring(bar + 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/foo",
        "/tmp/backup.tar.gz",
        "/tmp/backup2024",
        "/tmp/test",
        "/tmp/test.txt",
        "/tmp/notes.md",
        "/tmp/download",
        "/tmp/tmpdownload",
        "/tmp/sortedlines",
        "/tmp/upload1234",
        "/tmp/DOCUMENTS1",
        "/tmp/Documents",
        "/tmp/build",
        "/tmp/my-project",
        "/tmp/data.json",
        "/tmp/1",
        "/tmp/a",
        "/tmp/report-2026-11-29.pdf",
        "/tmp/vacation",
        "/tmp/vacation2024",
        "/tmp/sortdata2024",
        "/tmp/gradleProject",
        "/tmp/ccache",
        "/tmp",
        "/",
        "/var/tmp/foo",
        "/var/tmp/archive.tar",
        "/dev/shm/foo",
        "/run/mine",
        "/srv/tmp.Xk3Jd92LmQ",
        "/home/user/.X0-lock"
      })
  void anOrdinaryNameMatchesNone(String path) {
    assertThat(match(path)).isEmpty();
  }

  @Test
  void theValuesOfPlaceholdersAreRead() {
    assertThat(match("/tmp/.java_pid4711").orElseThrow().pid()).contains(4711L);
    assertThat(match("/tmp/tmux-4294967294/default").orElseThrow().uid()).contains(-2);
    assertThat(match("/tmp/.X11-unix/X7").orElseThrow().display()).contains(7);
    KnownName hadoop = match("/tmp/hadoop-hdfs-name-node.pid").orElseThrow();
    assertThat(hadoop.user()).contains("hdfs");
    assertThat(hadoop.value(Placeholder.NAME)).contains("name-node");
    assertThat(hadoop.pid()).isEmpty();
    KnownName perf = match("/tmp/hsperfdata_a.b-c/812").orElseThrow();
    assertThat(perf.user()).contains("a.b-c");
    assertThat(perf.pid()).contains(812L);
    assertThat(perf.pattern()).isEqualTo("/tmp/hsperfdata_<user>/<pid>");
    assertThat(perf.path()).isEqualTo(BytePath.of("/tmp/hsperfdata_a.b-c/812"));
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/krb5cc_4294967296, <uid> is larger than any",
    "/tmp/.java_pid0, no process has the id 0",
    "/tmp/.java_pid012, no program writes a zero first",
    "/tmp/.java_pid99999999999, too large",
    "/tmp/.s.PGSQL.65536, no port",
    "/tmp/d20991128-459-short, five random letters",
    "/tmp/d18991128-459-ignc7y, no date of a file",
    "/tmp/blockmgr-6c2f1b0e-5f0a-4a8f-9c55-0d6d3a1b2c3, no UUID",
    "/tmp/A94A8FE5CCB19BA61C4C0873D391E987982FBBD, 39 digits",
    "/tmp/hsperfdata_0/1, no name of a user",
    "/tmp/tmux-1000/default/more, a name below",
    "/tmp/tmux-/default, no uid"
  })
  void aValueMustBePossible(String path, String why) {
    assertThat(match(path)).as(why).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/t/.java_pid812, .java_pid<pid>",
    "/srv/t/redis.sock, /tmp/redis.sock",
    "/custom/run/bus, $XDG_RUNTIME_DIR/bus",
    "/run/user/77/bus, $XDG_RUNTIME_DIR/bus",
    "/home/u/.cache/pip, ~/.cache/pip",
    "/root/.cache/pip, ''"
  })
  void directoriesStandForOthers(String path, String pattern) {
    Directories directories =
        new Directories(
            List.of(BytePath.of("/srv/t")),
            List.of(BytePath.of("/custom/run")),
            List.of(BytePath.of("/home/u")));
    Optional<KnownName> known = TABLE.match(BytePath.of(path), directories);
    assertThat(known.map(KnownName::pattern).orElse("")).endsWith(pattern);
    assertThat(match(path).isPresent()).isEqualTo(path.startsWith("/run/user/"));
  }

  @Test
  void theNearestDirectoryThatIsKnownAnswersForWhatIsBelow() {
    BytePath path = BytePath.of("/tmp/pymp-k3_9xw2p/x/y");
    assertThat(TABLE.match(path, Directories.USUAL)).isEmpty();
    assertThat(TABLE.nearest(path, Directories.USUAL).orElseThrow().path())
        .isEqualTo(BytePath.of("/tmp/pymp-k3_9xw2p"));
    assertThat(TABLE.nearest(BytePath.of("/tmp/foo/x"), Directories.USUAL)).isEmpty();
    assertThat(
            TABLE.nearest(BytePath.of("/tmp/redis.sock/x"), Directories.USUAL).orElseThrow().path())
        .isEqualTo(BytePath.of("/tmp/redis.sock"));
    assertThat(TABLE.nearest(BytePath.of("relative"), Directories.USUAL)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/tmux-1000, /tmp/tmux-<uid>, true",
    "/tmp/ssh-XXk3Jd92LmQa, /tmp/ssh-<rand>, true",
    "/tmp/vXk3Jd9, /tmp/v<rand>, true",
    "/run/mysqld, /run/mysqld, true",
    "/tmp/.X11-unix, /tmp/.X11-unix, false",
    "/run/docker, /run/docker, false"
  })
  void aDirectoryWithKnownNamesIsKnown(String path, String pattern, boolean isAbove) {
    KnownName known = match(path).orElseThrow();
    assertThat(known.pattern()).isEqualTo(pattern);
    assertThat(known.isDirectoryAbove()).isEqualTo(isAbove);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/run/lock",
        "/run/user",
        "/tmp/alice",
        "/home/runner",
        "/var/lib",
        "/home/u/.cache"
      })
  void aDirectoryOfManyProgramsIsNot(String path) {
    Directories home = new Directories(List.of(), List.of(), List.of(BytePath.of("/home/u")));
    assertThat(TABLE.match(BytePath.of(path), home)).isEmpty();
  }

  @Test
  void everyRowCanBeReadAndEveryPatternMatchesAnExampleOfItself() {
    List<String> lines = KnownNames.lines();
    assertThat(lines).hasSize(241);
    assertThat(TABLE.rows()).isEqualTo(lines.size());
    Map<String, String> patterns = new HashMap<>();
    for (String line : lines) {
      NameRow row = NameRow.parse(line);
      for (String pattern : row.paths()) {
        assertThat(pattern).matches("(/|~/|\\$XDG_RUNTIME_DIR/|<cwd>/)[^ ]+[^/]");
        assertThat(patterns.put(pattern, line)).as("second row with %s", pattern).isNull();
        String plain = pattern.startsWith("<cwd>") ? pattern.substring(5) : pattern;
        assertThat(PathPattern.parse(plain).match(example(plain))).as(pattern).isNotNull();
      }
    }
    assertThat(patterns).hasSize(532);
  }

  /** A path with a possible value for each placeholder. */
  private static String example(String pattern) {
    String[][] values = {
      {"<N>", "7"},
      {"<display>", "0"},
      {"<pid>", "812"},
      {"<uid>", "1000"},
      {"<port>", "8080"},
      {"<user>", "alice"},
      {"<host>", "web1"},
      {"<name>", "thing"},
      {"<ver>", "8.2"},
      {"<date>", "20261129"},
      {"<uuid>", "6c2f1b0e-5f0a-4a8f-9c55-0d6d3a1b2c3d"},
      {"<hash>", "3f786850e387"},
      {"<HASH40>", "A94A8FE5CCB19BA61C4C0873D391E987982FBBD3"},
      {"<rand>", "Xk3Jd9"},
      {"<rand8>", "k3_9xw2p"},
      {"<rand10>", "Xk3Jd92LmQ"}
    };
    String path = pattern;
    for (String[] value : values) {
      path = path.replace(value[0], value[1]);
    }
    return path;
  }

  @Test
  void aRowThatNobodyLookedAtIsNotVerified() {
    int known = 0;
    for (String line : KnownNames.lines()) {
      Verification verification = NameRow.parse(line).verification();
      known += verification.isVerified() ? 0 : 1;
    }
    assertThat(known).isEqualTo(81);
    assertThat(match("/tmp/.ICE-unix").orElseThrow().row().verification().isVerified()).isFalse();
    Verification run = match("/tmp/tmux-0/default").orElseThrow().row().verification();
    assertThat(run.grade()).isEqualTo(Verification.Grade.RUN);
    assertThat(run.evidence()).contains("tmux 3.3a");
    assertThat(run.isVerified()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "yes, YES",
    "yes: uid, YES",
    "yes (CVE-1), YES",
    "no, NO",
    "no (random), NO",
    "no: random, NO",
    "partly, PARTLY",
    "none, PARTLY",
    "yesterday, PARTLY",
    "first: yes, PARTLY",
    "no for those in /tmp, PARTLY"
  })
  void aJudgementIsTheWordThatItBeginsWith(String text, Judgement.Answer answer) {
    assertThat(Judgement.parse(text)).isEqualTo(new Judgement(answer, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/x\tprogram\tkind\tyes\tyes\twhy\tplace\tsetting\tsource\trun",
        "/tmp/x\tprogram\tkind\tyes\tyes\twhy\tplace\tsetting\tsource\trun\t\tmore",
        "/tmp/x\tprogram\tkind\tyes\tyes\twhy\tplace\tsetting\tsource\tguessed\t",
        "/tmp/x\t\tkind\tyes\tyes\twhy\tplace\tsetting\tsource\trun\t",
        "/tmp/x\tprogram\tkind\t\tyes\twhy\tplace\tsetting\tsource\trun\t",
        "/tmp/x"
      })
  void aRowThatIsNoneIsRefused(String line) {
    assertThatThrownBy(() -> NameRow.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tmp/<what>", "/tmp/<pid", "/tmp/<PID>", "/tmp/<n>"})
  void aPatternWithAnUnknownPlaceholderIsRefused(String pattern) {
    assertThatThrownBy(() -> PathPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Without the memory of what failed, the number of tries is the fifth power of the length. */
  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aHostileNameTakesNoLongTime() {
    String name = "-1".repeat(120);
    PathPattern pattern = PathPattern.parse("/<name>-<name>-<name>-<name>-<name>-<name>-x");
    assertThat(pattern.match("/" + name)).isNull();
    assertThat(pattern.match("/" + name + "-x")).hasSize(6);
    assertThat(match("/tmp/jetty-" + name + "-any-x")).isEmpty();
  }

  @Test
  void namesAreBytes() {
    KnownName known = match("/tmp/CoreFxPipe_\u00ff\n").orElseThrow();
    assertThat(known.value(Placeholder.NAME)).contains("\u00ff\n");
    assertThat(known.path()).hasToString("/tmp/CoreFxPipe_\\xff\\n");
  }

  @Test
  void aLookUpIsQuick() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      KnownNames fresh = new KnownNames(KnownNames.lines());
      assertThat(fresh.match(BytePath.of("/tmp/Xk3Jd92LmQ"), Directories.USUAL)).isPresent();
      times.add((System.nanoTime() - start) / 1000);
    }
    assertThat(times.get(2)).isLessThan(500_000);
  }
}
