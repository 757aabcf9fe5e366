// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A link to a victim takes turns with the name in between, or with the last one. */
class ShortCutAttackTest extends AttackTestCase {
  private static final String PATH = "pub/a/sub";

  private void plant() {
    build(VICTIM);
    build(
        """
        pub/ 0777
        pub/first/
        pub/a/ NOBODY
        pub/a/sub/ NOBODY
        pub/a/link => ../../victim/sub NOBODY
        pub/b => ../victim NOBODY
        """
            .replace("NOBODY", NOBODY));
  }

  @ParameterizedTest
  @CsvSource({"pub/a, pub/b", "pub/a/sub, pub/a/link"})
  void aShortCutLeadsToTheDirectoryOrNowhere(String one, String other) throws IOException {
    plant();
    String mine = inode(PATH);
    try (Root root = root()) {
      root.parentOf(BytePath.of("/pub/first/x")).close();
      guarded(
          path(one),
          path(other),
          i -> {
            try (Directory opened = root.openByShortCut(BytePath.of("/" + PATH))) {
              hit |= opened != null && !inode(opened.stat()).equals(mine);
              count(opened != null);
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"pub/a, pub/b", "pub/a/sub, pub/a/link"})
  void anUnguardedOpenReachesTheVictim(String one, String other) throws IOException {
    plant();
    String victim = inode("victim/sub");
    byte[] path = Bytes.latin1(PATH).array();
    try (Directory top = Directory.openAmbient(bytePath(folder.path()))) {
      unguarded(
          path(one),
          path(other),
          i -> {
            int opened = At.openat(top.fd(), path, Constants.O_RDONLY | Constants.O_DIRECTORY, 0);
            if (opened >= 0) {
              try (Directory directory = new Directory(new Fd(opened))) {
                hit |= inode(directory.stat()).equals(victim);
              }
            }
          });
    }
  }
}
