// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** System calls that take a directory and a name, with the kernel that runs the tests. */
class AtTest extends LinuxTestCase {
  private static final String TREE =
      """
      d/
      d/f "old"
      e/
      f "content"
      l => f
      loop => loop
      up => ..
      """;

  @BeforeEach
  void buildTree() {
    Tree.build(TREE, folder.path());
  }

  /** A call on the prepared tree and its result: minus errno, or 0. */
  record Case(String sentence, Call call, int expected) {
    interface Call {
      int on(Fd dir);
    }

    @Override
    public String toString() {
      return sentence;
    }
  }

  private static Case fails(String sentence, int errno, Case.Call call) {
    return new Case(sentence, call, -errno);
  }

  static List<Case> refusals() {
    int created = Constants.O_CREAT | Constants.O_EXCL | Constants.O_WRONLY;
    return List.of(
        fails("openat of nothing", ENOENT, d -> At.openat(d, bytes("no"), 0, 0)),
        fails("openat of an empty name", ENOENT, d -> At.openat(d, ITSELF, 0, 0)),
        fails("openat through a file", ENOTDIR, d -> At.openat(d, bytes("f/x"), 0, 0)),
        fails("openat of what exists", EEXIST, d -> At.openat(d, bytes("f"), created, 0600)),
        fails("openat of a directory", EISDIR, d -> At.openat(d, bytes("d"), 1, 0)),
        fails("openat of a loop", ELOOP, d -> At.openat(d, bytes("loop"), 0, 0)),
        fails(
            "openat that follows no link",
            ELOOP,
            d -> At.openat(d, bytes("l"), Constants.O_NOFOLLOW, 0)),
        fails("openat of a long name", ENAMETOOLONG, d -> At.openat(d, name(256), 0, 0)),
        fails("openat from nowhere", EBADF, d -> At.openat(new Fd(-1), bytes("f"), 0, 0)),
        fails("openat2 of a link", ELOOP, d -> openat2(d, "l", Constants.RESOLVE_NO_SYMLINKS)),
        fails("openat2 that leads out", EXDEV, d -> openat2(d, "..", Constants.RESOLVE_BENEATH)),
        fails("openat2 by a link out", EXDEV, d -> openat2(d, "up", Constants.RESOLVE_BENEATH)),
        fails("openat2 of nothing", ENOENT, d -> openat2(d, "no", 0)),
        fails("openat2 of nonsense", EINVAL, d -> openat2(d, "f", 0x8000)),
        fails("mkdirat of what exists", EEXIST, d -> At.mkdirat(d, bytes("f"), 0755)),
        fails("mkdirat below nothing", ENOENT, d -> At.mkdirat(d, bytes("no/x"), 0755)),
        fails(
            "mknodat of what exists",
            EEXIST,
            d -> At.mknodat(d, bytes("f"), Constants.S_IFIFO | 0600, 0, 0)),
        fails("symlinkat over a file", EEXIST, d -> At.symlinkat(bytes("t"), d, bytes("f"))),
        fails("symlinkat to nothing", ENOENT, d -> At.symlinkat(ITSELF, d, bytes("new"))),
        fails("linkat of a directory", EPERM, d -> At.linkat(d, bytes("d"), d, bytes("new"), 0)),
        fails("linkat over a file", EEXIST, d -> At.linkat(d, bytes("f"), d, bytes("l"), 0)),
        fails("renameat2 of nothing", ENOENT, d -> rename(d, "no", "new", 0)),
        fails("renameat2 over a full directory", ENOTEMPTY, d -> rename(d, "e", "d", 0)),
        fails("renameat2 over a directory", EISDIR, d -> rename(d, "f", "e", 0)),
        fails(
            "renameat2 that must not replace",
            EEXIST,
            d -> rename(d, "l", "f", Constants.RENAME_NOREPLACE)),
        fails(
            "renameat2 that exchanges with nothing",
            ENOENT,
            d -> rename(d, "f", "no", Constants.RENAME_EXCHANGE)),
        fails("unlinkat of nothing", ENOENT, d -> At.unlinkat(d, bytes("no"), 0)),
        fails("unlinkat of a directory", EISDIR, d -> At.unlinkat(d, bytes("d"), 0)),
        fails("rmdir of a file", ENOTDIR, d -> At.unlinkat(d, bytes("f"), Constants.AT_REMOVEDIR)),
        fails(
            "rmdir of what is not empty",
            ENOTEMPTY,
            d -> At.unlinkat(d, bytes("d"), Constants.AT_REMOVEDIR)),
        fails("readlinkat of a file", EINVAL, d -> At.readlinkat(d, bytes("f"), new byte[9])),
        fails("readlinkat into nothing", EINVAL, d -> At.readlinkat(d, bytes("l"), ITSELF)),
        fails("statx of nothing", ENOENT, d -> At.statx(d, bytes("no"), 0, 0, new Statx())),
        fails("statx of an empty name", ENOENT, d -> At.statx(d, ITSELF, 0, 0, new Statx())),
        fails("fchmodat of nothing", ENOENT, d -> At.fchmodat(d, bytes("no"), 0600)),
        fails("fchownat of nothing", ENOENT, d -> At.fchownat(d, bytes("no"), -1, -1, 0)),
        fails(
            "utimensat with too many nanoseconds",
            EINVAL,
            d -> At.utimensat(d, bytes("f"), 0, 1_000_000_000, 0, 0, 0)));
  }

  private static int openat2(Fd dir, String name, int resolve) {
    return At.openat2(dir, bytes(name), Constants.O_PATH, 0, resolve);
  }

  private static int rename(Fd dir, String from, String to, int flags) {
    return At.renameat2(dir, bytes(from), dir, bytes(to), flags);
  }

  private static byte[] name(int length) {
    return bytes("n".repeat(length));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void failuresAreMinusErrno(Case refusal) {
    assertThat(refusal.call().on(dir)).isEqualTo(refusal.expected());
    assertThat(Tree.describe(folder.path())).isEqualTo(TREE);
  }

  private static Case.Call call(Case.Call call) {
    return call;
  }

  /** The longest path that the kernel accepts has PATH_MAX bytes, with its NUL. */
  static List<Case> longPaths() {
    byte[] longest = bytes("./".repeat(2046) + "..f");
    byte[] tooLong = bytes("./".repeat(2047) + "..");
    return List.of(
        new Case("4095 bytes", call(d -> At.openat(d, longest, 0, 0)), -ENOENT),
        fails("openat", ENAMETOOLONG, d -> At.openat(d, tooLong, 0, 0)),
        fails("openat2", ENAMETOOLONG, d -> At.openat2(d, tooLong, 0, 0, 0)),
        fails("mkdirat", ENAMETOOLONG, d -> At.mkdirat(d, tooLong, 0)),
        fails("mknodat", ENAMETOOLONG, d -> At.mknodat(d, tooLong, 0, 0, 0)),
        fails("symlinkat", ENAMETOOLONG, d -> At.symlinkat(bytes("t"), d, tooLong)),
        fails("a link's text", ENAMETOOLONG, d -> At.symlinkat(tooLong, d, bytes("t"))),
        fails("linkat", ENAMETOOLONG, d -> At.linkat(d, tooLong, d, bytes("t"), 0)),
        fails("linkat to it", ENAMETOOLONG, d -> At.linkat(d, bytes("f"), d, tooLong, 0)),
        fails("renameat2", ENAMETOOLONG, d -> At.renameat2(d, tooLong, d, bytes("t"), 0)),
        fails("renameat2 to it", ENAMETOOLONG, d -> At.renameat2(d, bytes("f"), d, tooLong, 0)),
        fails("unlinkat", ENAMETOOLONG, d -> At.unlinkat(d, tooLong, 0)),
        fails("readlinkat", ENAMETOOLONG, d -> At.readlinkat(d, tooLong, new byte[9])),
        fails("statx", ENAMETOOLONG, d -> At.statx(d, tooLong, 0, 0, new Statx())),
        fails("fchmodat2", ENAMETOOLONG, d -> At.fchmodat2(d, tooLong, 0, 0)),
        fails("fchmodat", ENAMETOOLONG, d -> At.fchmodat(d, tooLong, 0)),
        fails("fchownat", ENAMETOOLONG, d -> At.fchownat(d, tooLong, -1, -1, 0)),
        fails("utimensat", ENAMETOOLONG, d -> At.utimensat(d, tooLong, 0, 0, 0, 0, 0)),
        fails("a very long one", ENAMETOOLONG, d -> At.openat(d, name(1_000_000), 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("longPaths")
  void aPathLongerThanPathMaxIsRefused(Case path) {
    assertThat(path.call().on(dir)).isEqualTo(path.expected());
  }

  @Test
  void successfulCallsChangeTheTree() {
    assertThat(At.mkdirat(dir, bytes("made"), 0711)).isZero();
    assertThat(At.mknodat(dir, bytes("made/fifo"), Constants.S_IFIFO | 0600, 0, 0)).isZero();
    assertThat(At.symlinkat(bytes("to \u00ff"), dir, bytes("made/link"))).isZero();
    assertThat(At.linkat(dir, bytes("f"), dir, bytes("made/hard"), 0)).isZero();
    assertThat(rename(dir, "d/f", "made/moved", 0)).isZero();
    assertThat(rename(dir, "e", "l", Constants.RENAME_EXCHANGE)).isZero();
    assertThat(At.unlinkat(dir, bytes("d"), Constants.AT_REMOVEDIR)).isZero();
    assertThat(At.unlinkat(dir, bytes("loop"), 0)).isZero();
    assertThat(At.openat(dir, bytes("made/\u00e4"), RW, 0640)).isPositive();

    assertThat(Tree.describe(folder.path()))
        .isEqualTo(
            """
            e => f
            f "content"
            l/
            made/ 0711
            made/fifo| 0600
            made/hard == f
            made/link => to\\x20\\xff
            made/moved "old"
            made/\\xe4 0640
            up => ..
            """);
  }

  @Test
  void hardLinksFollowASymbolicLinkIfAsked() {
    assertThat(At.linkat(dir, bytes("l"), dir, bytes("new"), Constants.AT_SYMLINK_FOLLOW)).isZero();
    assertThat(At.linkat(dir, bytes("l"), dir, bytes("same"), 0)).isZero();
    assertThat(Tree.describe(folder.path())).contains("new == f\n").contains("same == l\n");
  }

  @Test
  void longLinkTextsAreTruncated() {
    byte[] room = new byte[4];
    assertThat(At.symlinkat(bytes("abcdefgh"), dir, bytes("s"))).isZero();
    assertThat(At.readlinkat(dir, bytes("s"), room)).isEqualTo(4);
    assertThat(room).isEqualTo(bytes("abcd"));
    assertThat(At.readlinkat(dir, bytes("s"), new byte[9])).isEqualTo(8);
  }

  @Test
  void theLongestLinkTextIsReadCompletely() {
    byte[] text = bytes("t".repeat(4095));
    byte[] read = new byte[4096];
    assertThat(At.symlinkat(text, dir, bytes("s"))).isZero();
    assertThat(At.readlinkat(dir, bytes("s"), read)).isEqualTo(4095);
    assertThat(read).startsWith(text);
  }

  @Test
  void modesAreSetByNameAndByDescriptor() {
    try (Fd held = open("f", Constants.O_PATH)) {
      assertThat(At.fchmodat(dir, bytes("l"), 04711)).isZero();
      assertThat(Tree.describe(folder.path())).contains("\nf 4711 ");
      int byDescriptor = At.fchmodat2(held, ITSELF, 0751, Constants.AT_EMPTY_PATH);
      assumeTrue(byDescriptor != -38, "this kernel has no fchmodat2(2)");
      assertThat(byDescriptor).isZero();
      assertThat(Tree.describe(folder.path())).contains("\nf 0751 ");
      assertThat(At.fchmodat2(dir, bytes("l"), 0600, Constants.AT_SYMLINK_NOFOLLOW))
          .isEqualTo(-EOPNOTSUPP);
    }
  }

  @Test
  void ownersAreSetUnlessMinusOne() {
    assumeTrue(TestUser.isRoot(), "needs root");
    assertThat(At.fchownat(dir, bytes("f"), -1, -1, 0)).isZero();
    assertThat(Tree.describe(folder.path())).isEqualTo(TREE);
    assertThat(At.fchownat(dir, bytes("f"), 1234, 0x7fff_fff0, 0)).isZero();
    assertThat(At.fchownat(dir, bytes("l"), 0xffff_fffe, -1, Constants.AT_SYMLINK_NOFOLLOW))
        .isZero();
    assertThat(Tree.describe(folder.path()))
        .contains("f 1234:2147483632 \"content\"\n")
        .contains("l => f 4294967294:root\n");
  }

  @Test
  void deviceNumbersAreEncodedWithoutLoss() {
    assumeTrue(TestUser.mayMakeDevices(), "needs CAP_MKNOD");
    assertThat(At.mknodat(dir, bytes("c"), Constants.S_IFCHR | 0600, 0xfff, 0xfffff)).isZero();
    assertThat(At.mknodat(dir, bytes("b"), Constants.S_IFBLK | 0600, 7, 300)).isZero();
    Statx stat = new Statx();
    assertThat(At.statx(dir, bytes("c"), 0, Constants.STATX_BASIC_STATS, stat)).isZero();
    assertThat(stat.rdevMajor()).isEqualTo(0xfff);
    assertThat(stat.rdevMinor()).isEqualTo(0xfffff);
    assertThat(Tree.describe(folder.path()))
        .contains("b% 0600 block:7:300\n")
        .contains("c% 0600 char:4095:1048575\n");
  }

  @Test
  void descriptorsAreClosedOnExec() throws Exception {
    try (Fd one = open("f", Constants.O_RDONLY);
        Fd two = new Fd(ok(At.openat2(dir, bytes("f"), Constants.O_RDONLY, 0, 0)))) {
      for (Fd fd : List.of(one, two)) {
        assertThat(java.nio.file.Path.of("/proc/self/fdinfo/" + fd.number()))
            .content()
            .containsPattern("flags:\\s+02\\d{6}\n");
      }
    }
  }

  @Test
  void anEntryThatWasReadIsReadAsALinkToo() {
    Dirents entries = new Dirents(32 * 1024);
    byte[] text = new byte[64];
    ok(entries.fill(dir, 32 * 1024));
    int links = 0;
    while (entries.next()) {
      byte[] bytes = entries.bytes();
      String name =
          new String(bytes, entries.nameStart(), entries.nameEnd() - entries.nameStart(), US_ASCII);
      int length = entries.readlink(dir, text);
      if (name.equals("up")) {
        assertThat(new String(text, 0, length, US_ASCII)).isEqualTo("..");
        links++;
      } else if (name.equals("f")) {
        assertThat(length).isEqualTo(-EINVAL);
        links++;
      }
    }
    assertThat(links).isEqualTo(2);
  }
}
