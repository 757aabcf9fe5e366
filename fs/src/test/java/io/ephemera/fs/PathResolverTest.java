// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One table of paths in one tree, resolved with both openers, and independently by the kernel with
 * RESOLVE_IN_ROOT.
 */
class PathResolverTest {
  private static final TestFolder FOLDER = TestFolder.create();

  /** Path | what find reaches | what follow reaches, if that differs. */
  private static final String CASES =
      """
      /                     | .
      .                     | .
      /a                    | a
      a                     | a
      //a/./b/              | a/b
      /a/b/f                | a/b/f
      /a/\\xff              | a/\\xff
      /p                    | p
      /no                   | ENOENT
      /no/no                | ENOENT
      /a/no                 | ENOENT
      /a/f/x                | ENOTDIR
      /p/x                  | ENOTDIR
      /a/f/x/y              | ENOTDIR
      /dir-link             | dir-link        | a/b
      /dir-link/f           | a/b/f
      /dir-link/up          | a/b/up          | a
      /dir-link/up/f        | a/f
      /abs-link             | abs-link        | a/b
      /abs-link/f           | a/b/f
      /file-link            | file-link       | a/b/f
      /file-link/x          | ENOTDIR
      /way-up/f             | a/b/f
      /out-link             | out-link        | a
      /out-link/f           | a/f
      /out-abs              | out-abs         | a/f
      /a/b/top              | a/b/top         | .
      /a/b/top/a/f          | a/f
      /dot                  | dot             | .
      /dot/a                | a
      /dot/dot/dot/a        | a
      /slashes              | slashes         | a/b
      /slashes/f            | a/b/f
      /dangling             | dangling        | ENOENT
      /dangling/x           | ENOENT
      /dangling-deep        | dangling-deep   | ENOENT
      /dangling-up          | dangling-up     | ENOENT
      /through-file         | through-file    | ENOTDIR
      /through-file-up      | through-file-up | ENOTDIR
      /self                 | self            | ELOOP
      /self/x               | ELOOP
      /ping                 | ping            | ELOOP
      /pong/x               | ELOOP
      /inside-itself        | inside-itself   | ELOOP
      /c40                  | c40             | a
      /c40/f                | a/f
      /c40/b/up/f           | ELOOP
      /c41                  | c41             | ELOOP
      /c41/f                | ELOOP
      /abs-c40/f            | ELOOP
      /a/nnnn               | ENAMETOOLONG
      /to-long-name         | to-long-name    | ENAMETOOLONG
      """
          .replace("nnnn", "n".repeat(256));

  private static String planted() {
    StringBuilder tree =
        new StringBuilder(
            """
            a/
            a/f
            a/\\xff
            a/b/
            a/b/f
            a/b/up => ..
            a/b/top => /
            p|
            dir-link => a/b
            abs-link => /a/b
            file-link => a/b/f
            way-up => a/../a/b
            out-link => ../../../../a
            out-abs => /../../a/f
            dot => .
            slashes => //a/.///b//
            dangling => no
            dangling-deep => no/no
            dangling-up => no/../a
            through-file => a/f/x
            through-file-up => a/f/../f
            self => self
            ping => pong
            pong => ping
            inside-itself => inside-itself/x
            abs-c40 => /c40
            """);
    tree.append("to-long-name => ").append("n".repeat(256)).append('\n');
    tree.append("c1 => a\n");
    for (int i = 2; i <= 41; i++) {
      tree.append("c").append(i).append(" => c").append(i - 1).append('\n');
    }
    return tree.toString();
  }

  @BeforeAll
  static void plant() {
    Tree.build(planted(), FOLDER.path());
  }

  @AfterAll
  static void remove() {
    FOLDER.close();
  }

  record Case(String path, boolean follow, String expected) {
    @Override
    public String toString() {
      String shown = path.length() > 40 ? path.substring(0, 40) + "..." : path;
      return (follow ? "follow " : "find ") + shown + " -> " + expected;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String row : CASES.lines().toList()) {
      String[] cell = row.split("\\s+\\|\\s+", -1);
      String path = cell[0].replace("\\xff", "\u00ff");
      cases.add(new Case(path, false, cell[1].replace("\\xff", "\u00ff").strip()));
      cases.add(new Case(path, true, cell[cell.length - 1].replace("\\xff", "\u00ff").strip()));
    }
    return cases;
  }

  private static String expected(Case resolution) {
    boolean errno = resolution.expected().matches("E[A-Z]+");
    String top = FOLDER.path() + "/";
    return errno
        ? resolution.expected()
        : FsTestCase.inode(Bytes.latin1(top + resolution.expected()).array());
  }

  private static BytePath top() {
    return FsTestCase.bytePath(FOLDER.path());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openat2ResolvesEveryPath(Case resolution) throws IOException {
    try (Root root = Root.at(top(), ComponentOpener.OPENAT2)) {
      assertThat(Resolutions.outcome(root, resolution.path(), resolution.follow()))
          .isEqualTo(expected(resolution));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void openatResolvesEveryPath(Case resolution) throws IOException {
    try (Root root = Root.at(top(), ComponentOpener.OPENAT)) {
      assertThat(Resolutions.outcome(root, resolution.path(), resolution.follow()))
          .isEqualTo(expected(resolution));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theKernelResolvesEveryPathAlike(Case resolution) throws IOException {
    try (Directory top = Directory.openAmbient(top())) {
      assertThat(Resolutions.oracle(top, resolution.path(), resolution.follow()))
          .isEqualTo(expected(resolution));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noDescriptorStaysOpen(Case resolution) throws IOException {
    try (Root root = Root.at(top(), ComponentOpener.OPENAT2)) {
      int before = FsTestCase.descriptors(FOLDER.path());
      assertThat(Resolutions.outcome(root, resolution.path(), resolution.follow())).isNotEmpty();
      root.forget();
      assertThat(FsTestCase.descriptors(FOLDER.path())).isEqualTo(before);
    }
  }
}
