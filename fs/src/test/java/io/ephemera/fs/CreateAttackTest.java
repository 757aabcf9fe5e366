// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class CreateAttackTest extends AttackTestCase {
  /** Frees both names, whatever the attacker did with them, and creates the link. */
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
      home.createSymlink(link, Bytes.latin1("../victim")).close();
    } catch (SystemCallException e) {
      assertThat(e.errno()).isEqualTo(Errno.EEXIST);
    }
  }

  /** If not, the attacker was faster; the created directory is held all the same. */
  private static boolean isStillThere(Directory home, Name name, Handle made)
      throws SystemCallException {
    Stat there = home.statIfExists(name);
    return there != null && there.isSameInode(made.stat());
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
  void aNewDirectoryIsOursAndTheVictimKeepsItsMode() throws IOException {
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
              count(isStillThere(home, name, made));
            } catch (UnsafePathException e) {
              refused++;
            } catch (SystemCallException e) {
              assertThat(e.errno()).isIn(Errno.EEXIST, Errno.ENOENT);
            }
            finish(home);
          });
    }
  }

  /** Leaves two names for the attacker. */
  private static void finish(Directory home) throws IOException {
    try {
      home.createDirectory(Name.of("a"), 0700).close();
    } catch (SystemCallException | UnsafePathException e) {
      // It is there, or was a moment ago.
    }
  }

  @Test
  void anUnguardedChangeOfModeHitsTheVictim() throws IOException {
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
}
