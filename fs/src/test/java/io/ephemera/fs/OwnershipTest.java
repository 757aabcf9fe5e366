// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ownership rule: what an unprivileged user owns leads only to what the same user owns. In
 * every tree that is refused, resolution succeeds if one user owns all of it.
 */
class OwnershipTest extends FsTestCase {
  /**
   * Tree, entries separated by commas, U and V are users | find or follow, path | inode or unsafe.
   */
  private static final String CASES =
      """
      # directories
      u/ U, u/f U              | find /u/f        | u/f
      u/ U, u/f                | find /u/f        | unsafe
      u/ U, u/f V              | find /u/f        | unsafe
      d/, d/u/ U, d/u/f U      | find /d/u/f      | d/u/f
      u/ U, u/d/, u/d/f        | find /u/d/f      | unsafe
      u/ U, u/d/ V, u/d/f V    | find /u/d/f      | unsafe
      u/ U, u/d/ U, u/d/f U    | find /u/d/f      | u/d/f
      u/ U, u/d/, u/d/f U      | find /u/d/f      | unsafe
      # a link at the end, held itself or followed
      l U => f, f              | find /l          | l
      l U => f, f              | follow /l        | unsafe
      l U => f, f U            | follow /l        | f
      l U => f, f V            | follow /l        | unsafe
      l => f, f                | follow /l        | f
      l => f, f U              | follow /l        | f
      u/ U, u/l => f, u/f U    | find /u/l        | unsafe
      # absolute links pass the root directory, which is root's
      l U => /f, f U           | follow /l        | unsafe
      l U => /f, f             | follow /l        | unsafe
      l => /f, f U             | follow /l        | f
      u/ U, u/l U => /u/f, u/f U  | follow /u/l   | unsafe
      u/ U, u/l U => f, u/f U  | follow /u/l      | u/f
      u/ U, u/l U => f, u/f    | follow /u/l      | unsafe
      u/ U, u/l U => f, u/f V  | follow /u/l      | unsafe
      # links on the way
      l U => d, d/ U, d/f U    | find /l/f        | d/f
      l U => d, d/, d/f        | find /l/f        | unsafe
      l U => d, d/, d/f U      | find /l/f        | unsafe
      l => u, u/ U, u/f U      | find /l/f        | u/f
      l => u, u/ U, u/f        | find /l/f        | unsafe
      l U => m, m U => d, d/ U | follow /l        | d
      l U => m, m => d, d/ U   | follow /l        | unsafe
      l U => m, m V => d, d/ V | follow /l        | unsafe
      # one level up
      u/ U, u/l U => ../f, f U | follow /u/l      | unsafe
      u/ U, u/l U => ../f, f   | follow /u/l      | unsafe
      u/ U, u/d/ U, u/l U => d/../f, u/f U | follow /u/l | u/f
      u/ U, l => u/../f, f     | follow /l        | unsafe
      d/, l => d/../f, f       | follow /l        | f
      d/, l => d/../u/f, u/ U, u/f U | follow /l  | u/f
      u/ U, u/d/ U, u/d/l U => .., u/f U | find /u/d/l/f | u/f
      # a link to where it stands
      l U => .                 | follow /l        | unsafe
      l U => /                 | follow /l        | unsafe
      l => .                   | follow /l        | .
      u/ U, u/l U => .         | follow /u/l      | u
      u/ U, u/l U => .., u/f U | find /u/l/u/f    | unsafe
      """;

  record Case(String tree, boolean follow, String path, String expected) {
    @Override
    public String toString() {
      return tree + ": " + (follow ? "follow " : "find ") + path + " -> " + expected;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String row : CASES.lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] cell = row.split("\\|", -1);
      String[] resolution = cell[1].strip().split(" ", -1);
      cases.add(
          new Case(
              cell[0].strip(), resolution[0].equals("follow"), resolution[1], cell[2].strip()));
    }
    return cases;
  }

  @BeforeEach
  void needsRoot() {
    assumeTrue(TestUser.isRoot(), "needs root");
  }

  private static final String U = "1234:1234";
  private static final String V = "2345:2345";

  /** Inserts the owners; that of a link follows its text. */
  private static String tree(String cell, String u, String v) {
    StringBuilder tree = new StringBuilder();
    for (String entry : cell.split(", ", -1)) {
      String line = entry.replaceFirst("^(\\S+) ([UV]) (=> \\S+)$", "$1 $3 $2");
      tree.append(line.replaceFirst(" U$", " " + u).replaceFirst(" V$", " " + v)).append('\n');
    }
    return tree.toString();
  }

  private String resolve(Case resolution) throws IOException {
    List<String> outcomes = new ArrayList<>();
    for (ComponentOpener opener : ComponentOpener.values()) {
      try (Root root = Root.at(bytePath(folder.path()), opener)) {
        outcomes.add(Resolutions.outcome(root, resolution.path(), resolution.follow()));
      }
    }
    assertThat(outcomes).hasSize(2).containsOnly(outcomes.getFirst());
    return outcomes.getFirst();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOwnershipRuleHoldsForEveryComponent(Case resolution) throws IOException {
    build(tree(resolution.tree(), U, V));
    boolean refused = resolution.expected().equals("unsafe");
    assertThat(resolve(resolution)).isEqualTo(refused ? "unsafe" : inode(resolution.expected()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameTreeOfOneOwnerIsResolved(Case resolution) throws IOException {
    build(tree(resolution.tree(), "0:0", "0:0"));
    assertThat(resolve(resolution)).startsWith("inode ");
  }

  /** User U chose the path; what others own leads no further than before. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          l U => /d/f, d/, d/f U             | /l     | d/f
          l U => /d/f, d/, d/f               | /l     | d/f
          u/ U, u/d/, u/d/f U                | /u/d/f | u/d/f
          u/ U, u/l U => ../f, f U           | /u/l   | f
          l V => /d/f, d/, d/f U             | /l     | unsafe
          v/ V, v/f U                        | /v/f   | unsafe
          l U => /m, m V => /d, d/ U         | /l     | unsafe
          """)
  void whatATrustedUserOwnsMayLeadAnywhere(String tree, String path, String expected)
      throws IOException {
    build(tree(tree, U, V));
    for (ComponentOpener opener : ComponentOpener.values()) {
      try (Root root = Root.at(bytePath(folder.path()), opener)) {
        for (int i = 0; i < 2; i++) {
          assertThat(foundFor(root, path)).isEqualTo(expected);
        }
      }
    }
  }

  /** The process of user U has the rights of that user only, or one capability more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --reuid=1234                                                | d/f
          --reuid=1234 --inh-caps=+chown --ambient-caps=+chown        | unsafe
          --reuid=2345                                                | unsafe
          """)
  void callerWithoutPrivilegesMayLeadItselfAnywhere(String user, String expected)
      throws IOException {
    build("u/ 0755 U\nu/l => /d/f U\nd/\nd/f\n".replace("U", U));
    JavaProgram probe =
        JavaProgram.of(ResolveProbe.class, Root.class.getName(), "io.ephemera.linux.At")
            .copiedTo(folder.path());
    List<String> command = new ArrayList<>(List.of("setpriv", "--regid=1234", "--clear-groups"));
    command.addAll(List.of(user.split(" +", -1)));
    command.addAll(probe.command(folder.path().toString(), "/u/l"));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(process.inputReader().lines())
        .containsExactly(
            expected.equals("unsafe")
                ? "unsafe path transition: what user 1234 owns leads to /, which user 0 owns;"
                    + " symbolic link /u/l -> /d/f"
                : inode(expected));
  }

  /** While fs.protected_hardlinks is 0, another user may have given the link its second name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 1777 | t/l == l    | refused
          0 | 1777 | t/l => /d/f | d/f
          0 | 0755 | t/l == l    | d/f
          1 | 1777 | t/l == l    | d/f
          """)
  void linkWithASecondNameIsNotFollowedWhereAnyUserMayLink(
      int isProtected, String mode, String link, String expected) throws IOException {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    build("d/\nd/f\nl => /d/f\nt/ " + mode + "\n" + link + "\nvalue \"" + isProtected + "\"\n");
    JavaProgram probe =
        JavaProgram.of(ResolveProbe.class, Root.class.getName(), "io.ephemera.linux.At");
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-euc"));
    command.add("mount --bind \"$0\" /proc/sys/fs/protected_hardlinks; exec \"$@\"");
    command.add(folder.path().resolve("value").toString());
    command.addAll(probe.command(folder.path().toString(), "/t/l"));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(process.inputReader().lines())
        .containsExactly(
            expected.equals("refused")
                ? "the symbolic link /t/l has 2 hard links, and fs.protected_hardlinks is off"
                : inode(expected));
  }

  private String foundFor(Root root, String path) throws IOException {
    try (Inode found = root.findFor(1234, BytePath.of(path), true)) {
      Path name = Path.of(found.pathForOthers()).toRealPath();
      return folder.path().relativize(name).toString();
    } catch (UnsafePathException refused) {
      return "unsafe";
    }
  }
}
