// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.KernelFiles;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While anybody may give any file a second name: which files are changed by the name they have. */
class HardLinksTest {
  private final TestFolder folder =
      TestFolder.with(
          """
          etc/
          etc/shadow "secret"
          home/
          home/own
          home/link => own
          home/second == etc/shadow
          home/dir/
          """);

  @AfterEach
  void close() {
    folder.close();
  }

  /** What becomes of the names after the inode was found, and before it is looked at. */
  enum Meanwhile {
    NOTHING,
    THE_NAME_IS_REMOVED,
    THE_OTHER_NAME_IS_REMOVED,
    ANOTHER_FILE_TAKES_THE_NAME;

    void happens(Path name, Path other) throws IOException {
      switch (this) {
        case NOTHING -> {}
        case THE_NAME_IS_REMOVED -> Files.delete(name);
        case THE_OTHER_NAME_IS_REMOVED -> Files.delete(other);
        case ANOTHER_FILE_TAKES_THE_NAME -> {
          Files.delete(name);
          Files.createFile(name);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, /home/second, NOTHING, true",
    "1, /home/second, THE_NAME_IS_REMOVED, true",
    "0, /home/second, NOTHING, false",
    "0, /home/second, THE_NAME_IS_REMOVED, false",
    "0, /home/second, ANOTHER_FILE_TAKES_THE_NAME, false",
    "0, /home/second, THE_OTHER_NAME_IS_REMOVED, true",
    "0, /home/own, NOTHING, true",
    "0, /home/link, NOTHING, true",
    "0, /home/dir, NOTHING, true",
  })
  void aNameCountsAsLongAsItIsTheOnlyOne(
      String protectedHardlinks, String name, Meanwhile meanwhile, boolean allowed)
      throws IOException {
    BytePath path = BytePath.of(name);
    try (Root root = Root.at(BytePath.of(folder.path().toString()));
        Inode inode = root.follow(path)) {
      Path top = folder.path();
      meanwhile.happens(top.resolve(name.substring(1)), top.resolve("etc/shadow"));
      HardLinks hardLinks = new HardLinks(root, host(protectedHardlinks));
      if (allowed) {
        assertThatCode(() -> hardLinks.check(path, inode)).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> hardLinks.check(path, inode))
            .isInstanceOf(UnsafePathException.class)
            .hasMessageContaining("fs.protected_hardlinks is off");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/home/second", "/home/own", "/home/link", "/home/dir"})
  void aFileThatIsOnlyReadMayHaveSeveralNamesInADirectoryOfRoot(String name) throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root: the directory belongs to root");
    BytePath path = BytePath.of(name);
    try (Root root = Root.at(BytePath.of(folder.path().toString()));
        Inode inode = root.follow(path);
        Directory parent = root.parentOf(path)) {
      HardLinks hardLinks = new HardLinks(root, host("0"));

      assertThatCode(() -> hardLinks.checkIn(parent, path, inode)).doesNotThrowAnyException();
    }
  }

  /** A host whose kernel files all have this content. */
  private static KernelFiles host(String content) {
    return new KernelFiles() {
      @Override
      public String text(String path) {
        return content;
      }
    };
  }
}
