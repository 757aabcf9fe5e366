// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.Identity;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Operations of root in directories in which another user exchanges a directory and a link to a
 * victim as fast as it can. Each attack is shown to succeed against code without the guard.
 */
class AttackTest extends FsTestCase {
  private static final int LEAST = 3000;
  private static final int MOST = 1_000_000;
  private static final String NOBODY = Attacker.UID + ":" + Attacker.UID;
  private static final String VICTIM = "victim/ 0700\nvictim/f 0600 \"secret\"\nvictim/sub/\n";

  private int done;
  private int refused;
  private boolean hit;

  @BeforeEach
  void needsRoot() {
    assumeTrue(Identity.isRoot(), "needs root");
  }

  /** One try, which counts itself in {@link #done} or {@link #refused}, or notes a hit. */
  private interface Try {
    void once(int number) throws IOException;
  }

  /**
   * Tries until both sides of the race were seen several times, and at least {@link #LEAST} times.
   */
  private void guarded(Path one, Path other, Try attempt) throws IOException {
    String victim = Tree.describe(path("victim"));
    try (Attacker attacker = Attacker.exchanging(one, other)) {
      for (int i = 0; i < LEAST || refused < 5 || done < 5; i++) {
        assertThat(i).as("%d done, %d refused", done, refused).isLessThan(MOST);
        attempt.once(i);
      }
      assertThat(attacker.stop()).isPositive();
    }
    assertThat(hit).isFalse();
    assertThat(Tree.describe(path("victim"))).isEqualTo(victim);
  }

  /** Tries until the victim is hit. */
  private void unguarded(Path one, Path other, Try attempt) throws IOException {
    try (Attacker attacker = Attacker.exchanging(one, other)) {
      for (int i = 0; !hit; i++) {
        assertThat(i).as("the attack has not succeeded").isLessThan(MOST);
        attempt.once(i);
      }
      assertThat(attacker.stop()).isPositive();
    }
  }

  // ---- walking to a file

  private void plantHome() {
    build(VICTIM);
    build(
        """
        home/ NOBODY
        home/a/ NOBODY
        home/a/f NOBODY
        home/b => ../victim NOBODY
        """
            .replace("NOBODY", NOBODY));
  }

  @Test
  void aWalkReachesWhatTheUserOwnsOrNothing() throws IOException {
    plantHome();
    for (Step step : Step.values()) {
      String mine = inode("home/a/f");
      done = refused = 0;
      try (Root root = Root.at(bytePath(folder.path()), step)) {
        guarded(
            path("home/a"),
            path("home/b"),
            i -> {
              String outcome = Walks.outcome(root, "/home/a/f", true);
              hit |= !outcome.equals(mine) && !outcome.equals("unsafe");
              count(!outcome.equals("unsafe"));
            });
      }
    }
  }

  @Test
  void anUnguardedOpenReachesTheVictim() throws IOException {
    plantHome();
    String victim = inode("victim/f");
    byte[] name = Bytes.latin1("home/a/f").array();
    try (Directory top = Directory.openAmbient(bytePath(folder.path()))) {
      unguarded(
          path("home/a"),
          path("home/b"),
          i -> {
            int opened = At.openat(top.fd(), name, Constants.O_PATH | Constants.O_NOFOLLOW, 0);
            if (opened >= 0) {
              try (Inode inode = new Inode(new Fd(opened))) {
                hit |= inode(inode.stat()).equals(victim);
              }
            }
          });
    }
  }

  private void count(boolean success) {
    if (success) {
      done++;
    } else {
      refused++;
    }
  }

  // ---- making parents

  /** A directory in which anybody may rename anything, with a directory of root's in it. */
  private void plantShared() {
    build(VICTIM);
    build("pub/ 0777\npub/a/\npub/b => ../victim " + NOBODY + "\n");
  }

  @Test
  void parentsAreMadeInTheDirectoryOrNotAtAll() throws IOException {
    plantShared();
    try (Root root = root()) {
      guarded(
          path("pub/a"),
          path("pub/b"),
          i -> {
            try {
              root.makeParentOf(BytePath.of("/pub/a/n" + i + "/x")).close();
              done++;
            } catch (UnsafePathException e) {
              refused++;
            }
          });
    }
    try (var made = Files.list(path("pub/a"))) {
      assertThat(made).hasSize(done);
    }
  }

  @Test
  void unguardedParentsAreMadeInTheVictim() throws IOException {
    plantShared();
    unguarded(
        path("pub/a"),
        path("pub/b"),
        i -> {
          try {
            Files.createDirectories(path("pub/a/n" + i));
          } catch (IOException e) {
            // Something changed between two of its steps.
          }
          hit |= Files.exists(path("victim/n" + i));
        });
  }

  // ---- creating a directory

  /** Makes both names free again, whatever the attacker made of them, and plants the link. */
  private static void plantAgain(Directory home) throws IOException {
    Name link = Name.of("b");
    for (Name name : new Name[] {Name.of("a"), link, Name.of("a")}) {
      try {
        home.remove(name);
      } catch (SystemCallException e) {
        removeDirectory(home, name);
      }
    }
    try {
      home.createSymlink(link, Bytes.latin1("../victim"));
    } catch (SystemCallException e) {
      assertThat(e.errno()).isEqualTo(Errno.EEXIST);
    }
  }

  private static void removeDirectory(Directory home, Name name) throws SystemCallException {
    try {
      home.removeDirectory(name);
    } catch (SystemCallException e) {
      assertThat(e.errno()).isIn(Errno.ENOENT, Errno.ENOTDIR);
    }
  }

  private void plantEmptyHome() {
    build(VICTIM);
    build("home/ " + NOBODY + "\nhome/a/\nhome/b => ../victim\n");
  }

  @Test
  void aNewDirectoryIsOursOrRefusedAndTheVictimKeepsItsMode() throws IOException {
    plantEmptyHome();
    String victim = inode("victim");
    Name name = Name.of("a");
    try (Directory home = directory("home")) {
      guarded(
          path("home/a"),
          path("home/b"),
          i -> {
            plantAgain(home);
            try (Directory made = home.createDirectory(name, 0777)) {
              hit |= inode(made.stat()).equals(victim);
              done++;
            } catch (UnsafePathException e) {
              refused++;
            } catch (SystemCallException e) {
              assertThat(e.errno()).isIn(Errno.EEXIST, Errno.ENOENT);
            }
            finish(home);
          });
    }
  }

  /** Leaves two names behind, so that the attacker can go on. */
  private static void finish(Directory home) throws IOException {
    try {
      home.createDirectory(Name.of("a"), 0700).close();
    } catch (SystemCallException | UnsafePathException e) {
      // It is there, or was a moment ago.
    }
  }

  @Test
  void anUnguardedChangeOfItsModeHitsTheVictim() throws IOException {
    plantEmptyHome();
    try (Directory home = directory("home")) {
      unguarded(
          path("home/a"),
          path("home/b"),
          i -> {
            plantAgain(home);
            try {
              Path made = Files.createDirectory(path("home/a"));
              Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
            } catch (IOException e) {
              // The link was there first.
            }
            var mode = Files.getPosixFilePermissions(path("victim"));
            hit |= PosixFilePermissions.toString(mode).equals("rwxrwxrwx");
            finish(home);
          });
    }
  }

  // ---- removing a tree

  private static void plantTree(Directory home) throws IOException {
    try (Directory t = home.createDirectory(Name.of("t"), 0777)) {
      t.setOwner(Attacker.UID, Attacker.UID);
      t.createSymlink(Name.of("b"), Bytes.latin1("../../victim"));
      try (Directory a = t.createDirectory(Name.of("a"), 0755)) {
        a.createFile(Name.of("f"), 0600).close();
      } catch (UnsafePathException e) {
        // The attacker was faster; one more try below.
      }
    } catch (SystemCallException e) {
      assertThat(e.errno()).isIn(Errno.EEXIST, Errno.ENOENT, Errno.ENOTDIR);
    }
  }

  private void plantHomeWithTree() {
    build(VICTIM);
    build(
        "home/ NOBODY\nhome/t/ NOBODY\nhome/t/a/\nhome/t/a/f\nhome/t/b => ../../victim\n"
            .replace("NOBODY", NOBODY));
  }

  @Test
  void aRemovalNeverLeavesTheTree() throws IOException {
    plantHomeWithTree();
    Name name = Name.of("t");
    try (Directory home = directory("home")) {
      guarded(
          path("home/t/a"),
          path("home/t/b"),
          i -> {
            plantTree(home);
            try {
              Removal.removeTree(home, name, BytePath.of("/home/t"));
              done++;
            } catch (SystemCallException | UnsafePathException e) {
              refused++;
            }
          });
    }
  }

  @Test
  void anUnguardedRemovalEmptiesTheVictim() throws IOException {
    plantHomeWithTree();
    try (Directory home = directory("home")) {
      unguarded(
          path("home/t/a"),
          path("home/t/b"),
          i -> {
            plantTree(home);
            removeByPath(path("home/t"));
            hit |= !Files.exists(path("victim/f"));
          });
    }
  }

  /** What a program does that looks at a path, and then uses the path. */
  private static void removeByPath(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (var entries = Files.newDirectoryStream(path)) {
          entries.forEach(AttackTest::removeByPath);
        }
      }
      Files.delete(path);
    } catch (IOException e) {
      // Something changed between two of its steps.
    }
  }
}
