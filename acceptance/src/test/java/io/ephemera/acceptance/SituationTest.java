// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Situations that random trees do not cover: other mounts, sockets and locks of other processes,
 * unprotected hard links, users, credentials, specifiers, and corner cases of access control lists
 * and attributes. In each, both programs leave the same tree, exit code and output, unless its row
 * says otherwise.
 *
 * <p>One process per program works through all rows in a mount namespace; a namespace per row would
 * take minutes.
 */
class SituationTest {
  private static final int FAILED_STEPS = 73;
  private static final List<String> TABLES =
      List.of(
          "access-control-lists",
          "capabilities",
          "command-line",
          "credentials",
          "extended-attributes",
          "file-attributes",
          "hard-links",
          "lines",
          "locks",
          "mount-points",
          "sockets",
          "specifiers",
          "user");
  private static final List<Situation> SITUATIONS =
      TABLES.stream().flatMap(table -> Situation.table(table).stream()).toList();

  private static PrivateTmp ours;
  private static PrivateTmp theirs;

  @BeforeAll
  static void runAllSituations() {
    String peers = PrivateTmp.pathOf(Peers.folder());
    ours = PrivateTmp.create("");
    theirs = PrivateTmp.create("");
    String getfattr = peers + "/tools/usr/bin/getfattr";
    CompletableFuture<Run> our =
        // A thread of the common pool may be in a namespace of another test.
        CompletableFuture.supplyAsync(
            () -> work(ours, PrivateTmp.PROGRAM, getfattr), task -> new Thread(task).start());
    Run their = work(theirs, peers + "/newest/usr/bin/systemd-tmpfiles", getfattr);
    assertThat(their).isEqualTo(new Run(0, "", ""));
    assertThat(our.join()).isEqualTo(new Run(0, "", ""));
  }

  @AfterAll
  static void close() {
    Stream.of(ours, theirs).filter(tmp -> tmp != null).forEach(PrivateTmp::close);
  }

  private static Run work(PrivateTmp tmp, String program, String getfattr) {
    try {
      write(tmp, "worker.sh", Situation.resource("worker.sh"));
      for (int i = 0; i < SITUATIONS.size(); i++) {
        Situation situation = SITUATIONS.get(i);
        String place = "cases/" + number(i);
        write(tmp, place + "/setup", situation.setup());
        write(tmp, place + "/command", situation.command());
        write(tmp, place + "/conf", situation.lines());
        if (situation.likeness() == Situation.Likeness.REFUSED) {
          write(tmp, place + "/refused", "");
        }
      }
      return tmp.run(List.of("sh", "/tmp/worker.sh", program, getfattr));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(PrivateTmp tmp, String name, String text) throws IOException {
    Path file = tmp.seen("/tmp/" + name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  private static String number(int index) {
    return String.valueOf(1000 + index);
  }

  /** The result of a program in a situation. */
  private record Result(PrivateTmp tmp, String folder) {
    static Result of(PrivateTmp tmp, int index) {
      Result result = new Result(tmp, "/tmp/results/" + number(index) + "/");
      Assumptions.assumeFalse(result.has("skip"), () -> result.text("skip"));
      assertThat(result.has("broken")).as("the setup failed: " + result.text("talk")).isFalse();
      return result;
    }

    private boolean has(String file) {
      return Files.exists(tmp.seen(folder + file));
    }

    String text(String file) {
      try {
        return Files.readString(tmp.seen(folder + file), StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int exitCode() {
      return Integer.parseInt(text("exit").strip());
    }

    String shown() {
      return "exit code " + exitCode() + "\n" + text("after") + "output:\n" + text("stdout");
    }
  }

  static Stream<Arguments> situations() {
    return IntStream.range(0, SITUATIONS.size())
        .mapToObj(i -> Arguments.of(SITUATIONS.get(i).table(), SITUATIONS.get(i).title(), i));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void bothProgramsCompareAsTheTableSays(String table, String title, int index) {
    Situation situation = SITUATIONS.get(index);
    Result our = Result.of(ours, index);
    Result their = Result.of(theirs, index);

    String what = situation + "\nours: " + our.text("stderr") + "\ntheirs: " + their.text("stderr");
    assertThat(our.exitCode()).as(what).isIn(0, 1, 65, 73);
    assertThat(their.exitCode()).as(what).isIn(0, 1, 65, 73);
    switch (situation.likeness()) {
      case SAME -> assertThat(our.shown()).as(what).isEqualTo(their.shown());
      case DIFFERS -> assertThat(our.shown()).as(what).isNotEqualTo(their.shown());
      case REFUSED -> {
        assertThat(our.exitCode()).as(what).isEqualTo(FAILED_STEPS);
        assertThat(our.text("stderr")).contains("refused to ");
        assertThat(our.text("after")).as(what).isEqualTo(our.text("before"));
        assertThat(their.text("after")).as(what).isNotEqualTo(their.text("before"));
      }
    }
  }

  @Test
  void everySituationHasAUniqueTitle() {
    List<String> titles = new ArrayList<>();
    SITUATIONS.forEach(situation -> titles.add(situation.table() + ": " + situation.title()));
    assertThat(titles).doesNotHaveDuplicates().noneMatch(title -> title.endsWith(": "));
  }
}
