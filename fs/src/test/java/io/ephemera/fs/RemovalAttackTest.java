// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.Attacker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RemovalAttackTest extends AttackTestCase {
  private static void plantTree(Directory home) throws IOException {
    try (Directory t = home.createDirectory(Name.of("t"), 0777)) {
      t.setOwner(Attacker.UID, Attacker.UID);
      t.createSymlink(Name.of("b"), Bytes.latin1("../../victim")).close();
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
  void removalNeverLeavesTheTree() throws IOException {
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
  void unguardedRemovalEmptiesTheVictim() throws IOException {
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

  /** What a program does that checks a path and then uses it. */
  private static void removeByPath(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (var entries = Files.newDirectoryStream(path)) {
          entries.forEach(RemovalAttackTest::removeByPath);
        }
      }
      Files.delete(path);
    } catch (IOException e) {
      // Something changed between two of its steps.
    }
  }
}
