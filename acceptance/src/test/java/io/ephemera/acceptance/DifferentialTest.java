// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lines on random trees leave the same tree and exit code as the newest systemd-tmpfiles.
 *
 * <p>Everything in the trees belongs to root, so there are no unsafe paths, which we refuse and the
 * peer follows. {@code -Ddifferential.seeds=1-500} runs more.
 */
class DifferentialTest {
  private static final String DEFAULT_SEEDS = "1-60";
  private static final List<String> DIRECTORIES = List.of("a", "a/b", "a/b/c", "d", "d/.h", "e");
  private static final List<String> NAMES = List.of("f", "g", ".dot", "x.log", "\\x20", "\\xff");
  private static final List<String> MODES =
      List.of("-", "0755", "0640", "1777", "02750", "~0666", ":0711", ":~0700");
  private static final List<String> OWNERS = List.of("-", "4711", ":4712", "0");
  private static final List<String> AGES =
      List.of("-", "0", "mM:1d", "m:2w", "aAmM:10d", "~mM:1d", "M:1h", "10y");

  private static PrivateTmp tmp;
  private static String peer;

  @BeforeAll
  static void fetchThePeer() {
    peer = PrivateTmp.pathOf(Peers.systemdTmpfiles());
    tmp = PrivateTmp.create("");
  }

  @AfterAll
  static void close() {
    if (tmp != null) {
      tmp.close();
    }
  }

  static LongStream seeds() {
    String[] range = System.getProperty("differential.seeds", DEFAULT_SEEDS).split("-", -1);
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void treeAndExitCodeAreThoseOfThePeer(long seed) {
    Scenario scenario = new Scenario(new Random(seed));
    String ours = "/tmp/ours-" + seed;
    String theirs = "/tmp/theirs-" + seed;
    String tree = scenario.tree();
    List<String> flags = scenario.flags();
    List<String> lines = scenario.lines();
    tmp.build(ours, tree);
    tmp.build(theirs, tree);

    Run our = run(PrivateTmp.PROGRAM, ours, flags, lines);
    Run their = run(peer, theirs, flags, lines);

    String what = flags + "\n" + String.join("\n", lines) + "\n" + our.err() + their.err();
    assertThat(tree(ours)).as(what).isEqualTo(tree(theirs));
    assertThat(our.exitCode()).as(what).isEqualTo(their.exitCode());
  }

  /** Without times of access, which the peer changes. */
  private static String tree(String root) {
    return tmp.describe(root).replaceAll(" a@\\d+[a-z]", "");
  }

  /** The lines are in a file, because with {@code --inline} the peer forgets what X inherits. */
  private static Run run(String program, String root, List<String> flags, List<String> lines) {
    String file = root + ".conf";
    try {
      Files.writeString(tmp.seen(file), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of(program, "--root=" + root));
    command.addAll(flags);
    command.add(file);
    return tmp.run(command);
  }

  /** The tree, flags and lines of a seed. */
  private record Scenario(Random random) {
    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }

    String tree() {
      StringBuilder tree =
          new StringBuilder("source/\nsource/d/\nsource/d/two \"deep\"\nsource/one \"x\"\n");
      for (String directory : DIRECTORIES) {
        if (random.nextInt(5) > 0) {
          tree.append(directory)
              .append("/ ")
              .append(one(List.of("0755", "0700", "1777")))
              .append(" @")
              .append(age())
              .append('\n');
          NAMES.stream()
              .filter(name -> random.nextInt(3) == 0)
              .forEach(name -> tree.append(entry(directory + "/" + name)));
        }
      }
      return tree.toString();
    }

    private String entry(String path) {
      String entry =
          switch (random.nextInt(7)) {
            case 0 -> path + "| 0600";
            case 1 -> path + " => " + one(List.of("f", "../a", "nowhere"));
            case 2 -> path + "/ 0711";
            case 3 -> path + " 1644 \"sticky\"";
            default -> path + " " + one(List.of("0644", "0600", "4755")) + " \"content\"";
          };
      return entry + " @" + age() + "\n";
    }

    private String age() {
      return one(List.of("2h", "3d", "12d", "40d"));
    }

    List<String> flags() {
      return one(
          List.of(
              List.of("--create"),
              List.of("--clean"),
              List.of("--remove"),
              List.of("--create", "--clean", "--remove"),
              List.of("--create", "--boot"),
              List.of("--create", "--prefix=/a"),
              List.of("--clean", "--exclude-prefix=/d")));
    }

    List<String> lines() {
      return IntStream.range(0, 1 + random.nextInt(6)).mapToObj(i -> line()).toList();
    }

    private String line() {
      String path = "/" + one(DIRECTORIES) + (random.nextBoolean() ? "/" + one(NAMES) : "");
      String glob =
          random.nextInt(4) == 0 ? "/" + one(List.of("a/*", "*/f", "{a,d}/g", "d/.??*")) : path;
      String dress = " " + one(MODES) + " " + one(OWNERS) + " " + one(OWNERS) + " ";
      return switch (random.nextInt(16)) {
        case 0 -> one(List.of("f", "f+", "f=", "F", "f-", "f!")) + " " + path + dress + "- text";
        case 1 -> one(List.of("w", "w+")) + " " + glob + " - - - - X";
        case 2, 3 -> one(List.of("d", "D", "d=", "v", "q")) + " " + path + dress + one(AGES);
        case 4 -> "e " + glob + dress + one(AGES);
        case 5 -> one(List.of("p", "p+", "p=")) + " " + path + dress + "-";
        case 6 -> one(List.of("L", "L+", "L?", "L=")) + " " + path + " - - - - a";
        case 7 ->
            one(List.of("C", "C+"))
                + " "
                + path
                + dress.replace(":", "") // which the peer does not respect for C
                + one(AGES)
                + " "
                + one(List.of("/source", "/source/one"));
        case 8 -> "x " + glob + " - - - " + one(AGES);
        case 9 -> "X " + glob;
        case 10, 11 -> "r " + glob;
        case 12 -> "R " + path;
        case 13 -> one(List.of("z", "Z", "m")) + " " + glob + dress;
        case 14 -> one(List.of("t", "T")) + " " + glob + " - - - - trusted.note=x";
        default ->
            one(List.of("a", "a+", "A", "A+")) + " " + glob + " - - - - u:4711:rX,d:g:4712:rwx";
      };
    }
  }
}
