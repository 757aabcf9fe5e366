// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PathAttackTest extends AttackTestCase {
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
  void resolutionReachesWhatTheUserOwnsOrNothing() throws IOException {
    plantHome();
    for (ComponentOpener opener : ComponentOpener.values()) {
      String mine = inode("home/a/f");
      done = refused = 0;
      try (Root root = Root.at(bytePath(folder.path()), opener)) {
        guarded(
            path("home/a"),
            path("home/b"),
            i -> {
              String outcome = Resolutions.outcome(root, "/home/a/f", true);
              root.forget(); // so that each resolution starts at the root directory
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

  /** A directory in which any user may rename entries, with a directory of root in it. */
  private void plantShared() {
    build(VICTIM);
    build("pub/ 0777\npub/a/\npub/b => ../victim " + NOBODY + "\n");
  }

  @Test
  void parentsAreCreatedInTheDirectoryOrNotAtAll() throws IOException {
    plantShared();
    try (Root root = root()) {
      guarded(
          path("pub/a"),
          path("pub/b"),
          i -> {
            try {
              root.forget(); // so that each resolution starts at the root directory
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
  void unguardedParentsAreCreatedInTheVictim() throws IOException {
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
}
