// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ephemera.InstanceLock;
import io.ephemera.PidFile;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import io.ephemera.TemporaryDirectory;
import io.ephemera.TemporaryFile;
import io.ephemera.UnsafePlaceException;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Another user plants every name in advance, and exchanges directories and links in a tight loop:
 * nothing is written through them, and where the user may not write no start is delayed.
 */
class SquatterTest {
  private static final int ROUNDS = 2000;
  private static final int MOST = 1_000_000;
  private static final String VICTIM = "victim/\nvictim/app/\nvictim/lock\nvictim/f \"secret\"\n";

  private TestFolder folder;
  private Path top;

  @BeforeEach
  void furnish() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: the squatter is another user");
    folder = TestFolder.inMemory();
    top = folder.path();
    Tree.build(
        VICTIM
            + "pub/ 1777\nrun/\nhome/ 65534:65534\nhome/d/ 65534:65534\nhome/link => ../victim"
            + " 65534:65534\n",
        top);
  }

  @AfterEach
  void clear() {
    if (folder != null) {
      folder.close();
    }
  }

  private Attacker squatter(String... moves) {
    List<String> words = Stream.of(moves).map(move -> move.replace("TOP", top.toString())).toList();
    return Attacker.repeating(Attacker.Rights.NONE, top.resolve("counter"), words);
  }

  private Place place(String path) {
    return Place.at(top.resolve(path), Purpose.RUNTIME, "app");
  }

  private String victim() {
    return Tree.describe(top.resolve("victim"));
  }

  /** Creates everything that a start creates. */
  private void start(Place place) throws IOException {
    try (RuntimeDirectory directory = RuntimeDirectory.open(place).removeOnClose();
        InstanceLock lock = ((InstanceLock.Held) directory.tryLock("lock")).lock();
        PidFile pidFile = directory.writePidFile("pid", lock);
        RuntimeSocket socket = RuntimeSocket.listen(directory, "socket")) {
      directory.writeFile("f", new byte[1]);
      assertThat(pidFile.path().getParent()).isEqualTo(socket.path().orElseThrow().getParent());
    }
  }

  @Test
  void attackerCannotBlockAStartInAPrivateDirectory() throws IOException {
    try (Attacker attacker =
        squatter(
            "s",
            "../victim",
            "TOP/run/app",
            "d",
            "TOP/run/app",
            "s",
            "../../victim/lock",
            "TOP/run/app/lock",
            "f",
            "TOP/run/app/pid",
            "d",
            "TOP/run/app/socket",
            "x",
            "TOP/run/app",
            "TOP/home/link",
            "u",
            "TOP/run/app/lock")) {
      for (int i = 0; i < ROUNDS / 10; i++) {
        start(place("run/app"));
      }
      assertThat(attacker.stop()).as("moves that succeeded").isZero();
    }
    assertThat(Tree.describe(top.resolve("run"))).isEmpty();
  }

  @Test
  void attackerWhoLocksAReadableDirectoryBlocksNoStart() throws Exception {
    Files.createDirectory(top.resolve("run/app"));
    Process locker =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--",
                "flock",
                "--exclusive",
                top.resolve("run/app").toString(),
                "sh",
                "-c",
                "echo locked; cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(locker.inputReader().readLine()).isEqualTo("locked");

    start(place("run/app"));

    locker.getOutputStream().close();
    assertThat(locker.waitFor()).isZero();
    start(place("run/app"));
    assertThat(Tree.describe(top.resolve("run"))).isEmpty();
  }

  @Test
  void startInASharedDirectoryIsRefusedAndCreatesNothing() throws IOException {
    String before = victim();
    try (Attacker attacker =
        squatter(
            "s",
            "../victim",
            "TOP/pub/app",
            "u",
            "TOP/pub/app",
            "d",
            "TOP/pub/app",
            "x",
            "TOP/pub/app",
            "TOP/home/link",
            "x",
            "TOP/pub/app",
            "TOP/home/link",
            "D",
            "TOP/pub/app",
            "f",
            "TOP/pub/app",
            "u",
            "TOP/pub/app")) {
      for (int i = 0; i < ROUNDS; i++) {
        assertThatExceptionOfType(UnsafePlaceException.class)
            .isThrownBy(() -> start(place("pub/app")));
        // A file in place of a directory is not an attack.
        assertThatIOException().isThrownBy(() -> start(place("pub/app/deeper")));
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(victim()).isEqualTo(before);
    assertNothingOfOursIn("pub");
  }

  @Test
  void startBelowTheAttackersDirectoryIsRefusedAndCreatesNothing() throws IOException {
    String before = victim();
    int refused = 0;
    try (Attacker attacker = squatter("x", "TOP/home/d", "TOP/home/link")) {
      for (int i = 0; i < ROUNDS; i++) {
        try {
          start(place("home/d/app"));
        } catch (UnsafePlaceException | FileSystemException e) {
          refused++;
        }
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(refused).isEqualTo(ROUNDS);
    assertThat(victim()).isEqualTo(before);
    assertNothingOfOursIn("home");
  }

  @Test
  void unguardedStartReachesTheVictim() throws IOException {
    try (Attacker attacker = squatter("x", "TOP/home/d", "TOP/home/link")) {
      Path made = top.resolve("victim/pid");
      for (int i = 0; !Files.exists(made, LinkOption.NOFOLLOW_LINKS); i++) {
        assertThat(i).as("the attack has not succeeded").isLessThan(MOST);
        Path directory = top.resolve("home/d");
        if (!Files.isSymbolicLink(directory)) {
          Path ignored = Files.writeString(directory.resolve("pid"), "1\n");
        }
      }
      assertThat(attacker.stop()).isPositive();
    }
  }

  @Test
  void temporaryFilesInASharedDirectoryStayOurs() throws IOException {
    String before = victim();
    Place pub = Place.at(top.resolve("pub"), Purpose.TEMPORARY, "app");
    try (Attacker attacker =
        squatter(
            "s",
            "../victim/f",
            "TOP/pub/app-aaaaaaaaaaaaaaaaaaaa",
            "x",
            "TOP/pub/app",
            "TOP/home/link",
            "s",
            "../victim",
            "TOP/pub/app",
            "u",
            "TOP/pub/app",
            "u",
            "TOP/pub/app-aaaaaaaaaaaaaaaaaaaa")) {
      for (int i = 0; i < ROUNDS / 10; i++) {
        try (TemporaryFile file = TemporaryFile.named(pub);
            TemporaryDirectory directory = TemporaryDirectory.create(pub)) {
          assertThat(Files.getAttribute(file.path(), "unix:uid")).isEqualTo(0);
          assertThat(Files.getAttribute(directory.path(), "unix:mode")).isEqualTo(040700);
        }
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(victim()).isEqualTo(before);
    assertNothingOfOursIn("pub");
  }

  private void assertNothingOfOursIn(String directory) throws IOException {
    try (Stream<Path> all = Files.walk(top.resolve(directory))) {
      for (Path path : all.skip(1).toList()) {
        assertThat(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))
            .as("%s", path)
            .isEqualTo(Attacker.UID);
      }
    }
  }
}
