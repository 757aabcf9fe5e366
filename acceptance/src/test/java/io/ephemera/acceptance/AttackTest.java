// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.Attacker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An unprivileged user prepares links and directories; a privileged run must refuse to follow them.
 *
 * <p>Each case also runs without the attacker and succeeds, which shows that the guard refuses.
 */
class AttackTest {
  private static final String MY_PROTECTED_HARDLINKS =
      """
      echo 0 >/tmp/off
      mount --bind /tmp/off /proc/sys/fs/protected_hardlinks
      """;
  private static final int FAILED_STEPS = 73;

  /** A directory of root; the lines reach it as {@code /home/way}. */
  private static final String VICTIM =
      """
      AT/ @20d
      AT/F @20d "secret"
      AT/Z/ @20d
      AT/Z/f @20d "secret"
      AT/a @20d "secret"
      AT/e/ @20d
      AT/f @20d "secret"
      AT/h @20d "secret"
      AT/m @20d "secret"
      AT/t @20d "secret"
      AT/w @20d "secret"
      AT/z @20d "secret"
      """;

  private static final String LINK = "home/ OWNER @20d\nhome/way => ../victim OWNER\n";
  private static final String ABSOLUTE_LINK = "home/ OWNER @20d\nhome/way => TOP/victim OWNER\n";
  private static final String DIRECTORY = "home/ OWNER @20d\n";

  private static final List<String> CREATE =
      List.of(
          "f TOP/home/way/new-f 0666 - - - x",
          "f TOP/home/way/f 0666 - - - x",
          "F TOP/home/way/F 0666 - - - x",
          "w TOP/home/way/w - - - - x",
          "d TOP/home/way/new-d 0777",
          "D TOP/home/way/new-D 0777",
          "v TOP/home/way/new-v 0777",
          "q TOP/home/way/new-q 0777",
          "Q TOP/home/way/new-Q 0777",
          "e TOP/home/way/e 0777",
          "p TOP/home/way/new-p 0666",
          "L TOP/home/way/new-L - - - - /etc",
          "C TOP/home/way/new-C - - - - TOP/source",
          "C TOP/new-C - - - - TOP/home/way/Z",
          "f TOP/home/way/a1/b/f 0666 - - - x",
          "d TOP/home/way/a2/b/d 0777",
          "p TOP/home/way/a3/b/p 0666",
          "L TOP/home/way/a4/b/L - - - - /etc",
          "C TOP/home/way/a5/b/C - - - - TOP/source",
          "z TOP/home/way/z 0777",
          "m TOP/home/way/m 0777",
          "Z TOP/home/way/Z 0777",
          "t TOP/home/way/t - - - - trusted.note=x",
          "a TOP/home/way/a - - - - u:65534:rw",
          "w TOP/home/*/h - - - - x");
  private static final List<String> CLEAN =
      Stream.of("d", "D", "e", "v", "q", "Q", "x", "R")
          .map(type -> type + " TOP/home/way/" + type + "-old - - - mM:10d")
          .toList();
  private static final List<String> REMOVE =
      List.of(
          "r TOP/home/way/f",
          "r TOP/home/*/z",
          "R TOP/home/way/Z",
          "R TOP/home/way/[ah]",
          "D TOP/home/way/D-old");

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static PrivateTmp tmp;

  @BeforeAll
  static void createPrivateTmp() {
    tmp = PrivateTmp.create(MY_PROTECTED_HARDLINKS);
  }

  @AfterAll
  static void remove() {
    if (tmp != null) {
      tmp.close();
    }
  }

  /** A tree, and lines for it, with or without {@code --root}. */
  private record Scene(String top, boolean rooted) {
    static Scene of(String tree, int owner, boolean rooted) {
      Scene scene = new Scene("/tmp/" + COUNT.incrementAndGet(), rooted);
      tmp.build(scene.top, scene.named(tree.replace("OWNER", owner + ":" + owner)));
      return scene;
    }

    private String named(String text) {
      return text.replace("TOP", rooted ? "" : top);
    }

    String tree() {
      return tmp.describe(top);
    }

    Run run(String flag, List<String> lines) {
      List<String> command = new ArrayList<>(List.of(PrivateTmp.PROGRAM, flag, "--verbose"));
      if (rooted) {
        command.add("--root=" + top);
      }
      command.add("--inline");
      lines.forEach(line -> command.add(named(line)));
      return tmp.run(command);
    }
  }

  private static String victim(String place) {
    String old =
        Stream.of("d", "D", "e", "v", "q", "Q", "x", "R")
            .map(type -> "AT/%s-old/ @20d\nAT/%s-old/f @20d\n".replace("%s", type))
            .collect(joining());
    return "source/\nsource/f \"x\"\n" + (VICTIM + old).replace("AT", place);
  }

  static Stream<Arguments> ways() {
    List<Arguments> rows = new ArrayList<>();
    for (boolean rooted : new boolean[] {true, false}) {
      for (String flag : List.of("--create", "--clean", "--remove")) {
        rows.add(Arguments.of(rooted, flag, "link", LINK + victim("victim")));
        rows.add(Arguments.of(rooted, flag, "absolute link", ABSOLUTE_LINK + victim("victim")));
        rows.add(Arguments.of(rooted, flag, "directory", DIRECTORY + victim("home/way")));
      }
    }
    return rows.stream();
  }

  private static List<String> lines(String flag) {
    return flag.equals("--create") ? CREATE : flag.equals("--clean") ? CLEAN : REMOVE;
  }

  @ParameterizedTest(name = "root: {0}, {1}, {2} of another user on the way")
  @MethodSource("ways")
  void everyLineIsRefusedAndChangesNothing(boolean rooted, String flag, String way, String tree) {
    Scene scene = Scene.of(tree, Attacker.UID, rooted);
    String before = scene.tree();

    Run run = scene.run(flag, lines(flag));

    assertThat(run.exitCode()).isEqualTo(FAILED_STEPS);
    assertThat(origins(run, "refused to ")).containsExactlyElementsOf(numbers(lines(flag)));
    assertThat(scene.tree()).isEqualTo(before);
  }

  @ParameterizedTest(name = "root: {0}, {1}, {2} of root on the way")
  @MethodSource("ways")
  void everyLineIsAppliedWhereEverythingBelongsToRoot(
      boolean rooted, String flag, String way, String tree) {
    Scene scene = Scene.of(tree, 0, rooted);

    Run run = scene.run(flag, lines(flag));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(origins(run, "did ")).containsExactlyElementsOf(numbers(lines(flag)));
  }

  /** The numbers of the lines with such a message, each once, in order. */
  private static List<Integer> origins(Run run, String what) {
    return run.err()
        .lines()
        .filter(line -> line.contains(": " + what))
        .map(line -> Integer.valueOf(line.split(":", -1)[1]))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Integer> numbers(List<String> lines) {
    return Stream.iterate(1, number -> number + 1).limit(lines.size()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--create", "--clean", "--remove"})
  void aPathThatOneUserOwnsAsAWholeIsFollowed(String flag) {
    String own = victim("home/own").replaceAll("(?m)^(home\\S*)(.*)", "$1 OWNER$2");
    String tree = "home/ OWNER\nhome/way => own OWNER\n" + own;
    Scene scene = Scene.of(tree, Attacker.UID, true);
    List<String> lines = lines(flag).stream().filter(line -> !line.contains("/b/")).toList();

    Run run = scene.run(flag, lines);

    assertThat(run.err()).doesNotContain("refused");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--create", "--clean", "--remove"})
  void anAbsoluteLinkBelowTheRootStaysBelowIt(String flag) {
    String outside = "/tmp/" + COUNT.incrementAndGet();
    tmp.build(outside, victim("victim"));
    String link = "home/\nhome/way => " + outside + "/victim\n";
    Scene scene = Scene.of(link + "source/\nsource/f\n", 0, true);
    String before = tmp.describe(outside);

    Run escaping = scene.run(flag, lines(flag));

    assertThat(tmp.describe(outside)).isEqualTo(before);
    assertThat(origins(escaping, "did ")).isEmpty();

    Scene inside = Scene.of(link + victim(outside.substring(1) + "/victim"), 0, true);
    Run run = inside.run(flag, lines(flag));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(tmp.describe(outside)).isEqualTo(before);
    assertThat(origins(run, "did ")).containsExactlyElementsOf(numbers(lines(flag)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--create f /a/new/../../b/f",
        "--create d /a/new/../x",
        "--create L /a/../x - - - - y",
        "--create C /a/../x - - - - /b",
        "--create w /a/../b/f - - - - x",
        "--create z /a/../b/f 0777",
        "--create t /a/../b/f - - - - trusted.x=y",
        "--clean d /a/../b - - - 0",
        "--clean e /a/../b - - - 0",
        "--remove r /a/../b/f",
        "--remove R /a/..",
        "--remove D /a/../b",
      })
  void aPathWithTwoDotsIsRefused(String flagAndLine) {
    int blank = flagAndLine.indexOf(' ');
    Scene scene = Scene.of("a/\nb/\nb/f\n", 0, true);
    String before = scene.tree();

    Run run = scene.run(flagAndLine.substring(0, blank), List.of(flagAndLine.substring(blank + 1)));

    assertThat(run.exitCode()).isEqualTo(FAILED_STEPS);
    assertThat(origins(run, "refused to ")).containsExactly(1);
    assertThat(scene.tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z /home/name 0666 65534 65534",
        "Z /home 0777 65534 65534",
        "f /home/name 0666 65534",
        "f+ /home/name - - - - x",
        "F /home/name",
        "w /home/name - - - - x",
        "w+ /home/na* - - - - x",
        "t /home/name - - - - trusted.x=y",
        "T /home - - - - trusted.x=y",
        "h /home/name - - - - +d",
        "H /home - - - - +d",
        "a /home/name - - - - u:65534:rw",
        "A /home - - - - u:65534:rw",
      })
  void aHardLinkToAFileOfRootIsRefusedWhereEveryUserMayLink(String line) {
    String names = "etc/\netc/shadow 0600 \"secret\"\nhome/\n";
    Scene scene = Scene.of(names + "home/name == etc/shadow\n", 0, true);
    String before = tmp.describe(scene.top() + "/etc");

    Run run = scene.run("--create", List.of(line));

    assertThat(run.exitCode()).isEqualTo(FAILED_STEPS);
    assertThat(run.err()).contains("refused to ").contains("fs.protected_hardlinks");
    assertThat(tmp.describe(scene.top() + "/etc")).isEqualTo(before);

    Scene single = Scene.of(names + "home/name 0600 \"other\"\n", 0, true);
    assertThat(single.run("--create", List.of(line)).exitCode()).isZero();
  }

  @Test
  void aCopyIntoItsOwnSourceIsRefusedBeforeAnythingIsCreated() {
    Scene scene = Scene.of("source/\nsource/f \"x\"\n", 0, true);
    String before = scene.tree();

    Run run =
        scene.run(
            "--create", List.of("C /source/a - - - - /source", "C+ /source/b/c/d - - - - /source"));

    assertThat(run.exitCode()).isEqualTo(FAILED_STEPS);
    assertThat(origins(run, "refused to ")).containsExactly(1, 2);
    assertThat(scene.tree()).isEqualTo(before);
    assertThat(scene.run("--create", List.of("C /copy/a - - - - /source")).exitCode()).isZero();
  }
}
