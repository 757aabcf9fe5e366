// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeDirectoryTest extends RuntimeTestCase {
  private static final String WRITABLE =
      "refused: is writable by any user (mode $MODE); check its content, then run chmod go-w";
  private static final String CREATED =
      "refused: is below $ROW/%s, which %s: it would have to be created there";

  /**
   * What stands there, below a directory that only the caller may write to, the path, and how
   * opening it ends. MINE is the caller, $ME its number, THEIRS another user who is not root.
   */
  private static final List<Row> ROWS =
      List.of(
          new Row("nothing", "", "run", "opened NEW"),
          new Row("nothing, nor its parents", "", "a/b/run", "opened NEW"),
          new Row("ours", "run/ 0700 MINE", "run", "opened 700"),
          new Row("ours, readable", "run/ 0755 MINE", "run", "opened 755"),
          new Row(
              "group may write",
              "run/ 2775 MINE:54321",
              "run",
              "refused: is writable by group 54321, whose members are not known (mode 2775);"
                  + " check its content, then run chmod go-w"),
          new Row("all may write", "run/ 0777 MINE", "run", WRITABLE.replace("$MODE", "0777")),
          new Row(
              "all may write, sticky", "run/ 1777 MINE", "run", WRITABLE.replace("$MODE", "1777")),
          new Row(
              "another user's",
              "run/ 0700 THEIRS",
              "run",
              "refused: belongs to uid $OTHER, you are uid $ME"),
          new Row(
              "our symbolic link to ours",
              "to/ 0700 MINE\nrun => to MINE",
              "run",
              "refused: is not a directory but a symbolic link; remove it"),
          new Row(
              "a dangling symbolic link",
              "run => nowhere MINE",
              "run",
              "refused: is not a directory but a symbolic link; remove it"),
          new Row(
              "a file",
              "run MINE",
              "run",
              "refused: is not a directory but a regular file; remove it"),
          new Row(
              "a fifo", "run| MINE", "run", "refused: is not a directory but a fifo; remove it"),
          new Row("sticky parent", "p/ 1777 MINE\np/run/ 0700 MINE", "p/run", "opened 700"),
          new Row(
              "sticky parent, nothing",
              "p/ 1777 MINE",
              "p/run",
              CREATED.formatted("p", "is writable by any user")),
          new Row(
              "another user's parent",
              "p/ 0755 THEIRS",
              "p/run",
              CREATED.formatted("p", "belongs to uid $OTHER")),
          new Row("open parent", "p/ 0777 MINE\np/run/ 0700 MINE", "p/run", "opened 700"),
          new Row(
              "open parent, nothing",
              "p/ 0777 MINE",
              "p/run",
              CREATED.formatted("p", "is writable by any user")),
          new Row(
              "open ancestor",
              "o/ 0777 MINE\no/p/ 0700 MINE\no/p/run/ 0700 MINE",
              "o/p/run",
              "opened 700"),
          new Row(
              "sticky ancestor",
              "o/ 1777 MINE\no/p/ 0700 MINE\no/p/run/ 0700 MINE",
              "o/p/run",
              "opened 700"),
          new Row(
              "missing parent in an open directory",
              "o/ 1777 MINE",
              "o/p/run",
              CREATED.formatted("o", "is writable by any user")),
          new Row("up and down again", "p/ 0700 MINE", "p/../p/run", "opened NEW"));

  private record Row(String what, String tree, String path, String ending) {}

  /** Of the users that are not root, one who is not the caller. */
  private static final int OTHER = 1234;

  private List<String> expected(int me) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS.size(); i++) {
      Row row = ROWS.get(i);
      lines.add(
          row.what
              + ": "
              + row.ending
                  .replace("NEW", me == 0 ? "755" : "700")
                  .replace("$OTHER", "" + OTHER)
                  .replace("$ROW", folder.path() + "/rows/row" + i)
                  .replace("$ME", "" + me));
    }
    return lines;
  }

  /** Makes all rows' trees, and opens all their paths as a user. */
  private static List<String> opened(int me, TestFolder folder, List<String> asUser)
      throws IOException {
    List<String> paths = new ArrayList<>();
    StringBuilder tree = new StringBuilder();
    for (int i = 0; i < ROWS.size(); i++) {
      String top = "row" + i + "/";
      tree.append(top).append(" 0755 MINE\n");
      ROWS.get(i).tree.lines().forEach(line -> tree.append(top).append(line).append('\n'));
      paths.add(folder.path().resolve("rows").resolve(top + ROWS.get(i).path).toString());
    }
    Files.createDirectory(folder.path().resolve("rows"));
    Tree.build(
        tree.toString()
            .replace("MINE:", me + ":")
            .replace("MINE", me + ":" + me)
            .replace("THEIRS", OTHER + ":" + OTHER),
        folder.path().resolve("rows"));
    Path rows = folder.path().resolve("rows");
    String before = Tree.describe(rows);
    JavaProgram program =
        JavaProgram.of(
                DirectoryProbe.class,
                "io.ephemera.Place",
                "io.ephemera.fs.Name",
                "io.ephemera.process.Users",
                "io.ephemera.linux.Native")
            .copiedTo(folder.path());
    List<String> command = new ArrayList<>(asUser);
    command.addAll(program.command(paths.toArray(String[]::new)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = new ArrayList<>();
    String[] said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < said.length - 1; i++) {
      lines.add(ROWS.get(i).what + ": " + said[i]);
    }
    assertThat(made(before, Tree.describe(rows)))
        .containsExactly("row0/run/", "row1/a/", "row1/a/b/", "row1/a/b/run/", "row20/p/run/");
    return lines;
  }

  /** What is there that was not there before. */
  private static List<String> made(String before, String after) {
    List<String> names = new ArrayList<>(names(after));
    assertThat(names).containsAll(names(before));
    names.removeAll(names(before));
    return names;
  }

  private static List<String> names(String tree) {
    return tree.lines().map(line -> line.split(" ", 2)[0]).toList();
  }

  @Test
  void rootOpensOnlyWhatNoOtherUserCanClaimOrChange() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    assertThat(opened(0, folder, List.of())).containsExactlyElementsOf(expected(0));
  }

  @Test
  void userOpensOnlyWhatNoOtherUserCanClaimOrChange() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user");
    String id = "" + Attacker.UID;
    List<String> asUser =
        List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups", "--");
    assertThat(opened(Attacker.UID, folder, asUser))
        .containsExactlyElementsOf(expected(Attacker.UID));
  }

  private RuntimeDirectory open() throws IOException {
    return RuntimeDirectory.open(Place.at(own("run"), Purpose.RUNTIME, "test"));
  }

  /** Any user may move it away: then it is not found again, but nothing in it is reached. */
  @Test
  void anotherDirectoryInItsPlaceIsRefused() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, for another user who attacks");
    Path open = Files.createDirectory(folder.path().resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path own = Files.createDirectory(open.resolve("own"));
    Place place = Place.at(own, Purpose.RUNTIME, "test");
    try (RuntimeDirectory directory = RuntimeDirectory.open(place)) {
      String attack = "cd %s; mv own moved; mkdir own; chmod 0700 own".formatted(open);
      int status =
          new ProcessBuilder("setpriv", "--reuid=" + OTHER, "--clear-groups", "sh", "-ec", attack)
              .inheritIO()
              .start()
              .waitFor();
      assertThat(status).isZero();

      directory.writeFile("f", new byte[0]);

      assertThat(open.resolve("moved/f")).exists();
      assertThatThrownBy(() -> RuntimeDirectory.open(place))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("belongs to uid " + OTHER);
      Files.delete(own);
      assertThatThrownBy(() -> RuntimeDirectory.open(place))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("it would have to be created there");
    }
  }

  @Test
  void operationsReachTheOpenDirectory() throws IOException {
    try (RuntimeDirectory directory = open()) {
      Path moved = Files.move(own("run"), own("moved"));
      Files.createDirectory(own("run"));

      directory.writeFile("f", new byte[0]);

      assertThat(moved.resolve("f")).exists();
      assertThat(own("run/f")).doesNotExist();
    }
  }

  @Test
  void createdFileIsPrivateAndNew() throws IOException {
    try (RuntimeDirectory directory = open()) {
      try (FileChannel channel = directory.createFile("f")) {
        assertThat(channel.write(ByteBuffer.wrap(new byte[] {'a', 'b'}))).isEqualTo(2);
        assertThat(channel.position(1).read(ByteBuffer.allocate(9))).isEqualTo(1);
      }
      assertThat(tree()).contains("run/f 0600 \"ab\"\n");
      assertThatExceptionOfType(FileAlreadyExistsException.class)
          .isThrownBy(() -> directory.createFile("f").close())
          .withMessageStartingWith(own("run/f").toString());
    }
  }

  @Test
  void writtenFileReplacesTheOldOne() throws IOException {
    try (RuntimeDirectory directory = open()) {
      directory.writeFile("f", "long before".getBytes(StandardCharsets.UTF_8));
      directory.writeFile("f", "after".getBytes(StandardCharsets.UTF_8));

      assertThat(tree()).isEqualTo("run/" + mode() + "\nrun/f 0600 \"after\"\n");
    }
  }

  private static String mode() {
    return TestUser.isRoot() ? "" : " 0700";
  }

  @ParameterizedTest
  @ValueSource(strings = {"run/f => ../victim", "run/f/", "run/f|", "run/f == victim"})
  void writeFileRefusesAnythingButAFile(String planted) throws IOException {
    build("victim \"x\"\nrun/ 0700\n" + planted + "\n");
    String before = tree();
    try (RuntimeDirectory directory = open()) {
      assertThatExceptionOfType(UnsafePlaceException.class)
          .isThrownBy(() -> directory.writeFile("f", new byte[1]))
          .withMessageStartingWith(own("run/f") + ": the file f ");
    }
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void closeKeepsTheDirectory() throws IOException {
    open().close();
    assertThat(tree()).isEqualTo("run/" + mode() + "\n");
  }

  @Test
  void removeOnCloseRemovesTheContentToo() throws IOException {
    build("victim/\nvictim/f\n");
    try (RuntimeDirectory directory = open().removeOnClose()) {
      directory.writeFile("f", new byte[1]);
      build("run/sub/\nrun/sub/f\nrun/link => ../victim\n");
    }
    assertThat(tree()).isEqualTo("victim/\nvictim/f\n");
  }

  @Test
  void otherUserOfTheDirectoryPreventsRemoval() throws IOException {
    try (RuntimeDirectory other = open()) {
      RuntimeDirectory first = open().removeOnClose();
      first.close();
      first.close();
      assertThat(other.removeOnClose().path()).exists();
    }
    assertThat(tree()).isEmpty();
  }

  /** Mode 0700 is what users have, 0755 root. */
  @ParameterizedTest
  @ValueSource(ints = {0700, 0755})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void heldLockPreventsRemoval(int mode) throws IOException {
    RuntimeDirectory directory = open().removeOnClose();
    Files.setAttribute(own("run"), "unix:mode", mode);
    InstanceLock.Attempt attempt = directory.tryLock("lock");
    assertThat(attempt).isInstanceOf(InstanceLock.Held.class);
    try (InstanceLock lock = ((InstanceLock.Held) attempt).lock()) {
      assertThat(lock).isNotNull();
      directory.close();
      assertThat(own("run/lock")).exists();
    }
  }

  @Test
  void closeKeepsADirectoryThatTookItsName() throws IOException {
    try (RuntimeDirectory directory = open().removeOnClose()) {
      assertThat(directory.path()).exists();
      Files.move(own("run"), own("moved"));
      build("run/\nrun/f\n");
    }
    assertThat(tree()).isEqualTo("moved/" + mode() + "\nrun/\nrun/f\n");
  }

  /** Who opens it while it is being removed gets a new one, never the one without a name. */
  @Test
  void openSucceedsDuringRemoval() throws Exception {
    Thread remover =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  open().removeOnClose().close();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    for (int i = 0; i < 2000; i++) {
      try (RuntimeDirectory directory = open()) {
        directory.writeFile("f", new byte[0]);
        assertThat(own("run/f")).exists();
      }
    }
    remover.interrupt();
    remover.join();
  }
}
