// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.SystemCallException;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** A test with a folder of its own. */
abstract class ProcessTestCase {
  private final TestFolder folder = TestFolder.create();

  @AfterEach
  final void removeFolder() {
    folder.close();
  }

  final void build(String tree) {
    Tree.build(tree, folder.path());
  }

  final Path path(String name) {
    return folder.path().resolve(name);
  }

  static BytePath bytePath(Path path) {
    return BytePath.of(Bytes.latin1(path.toString()));
  }

  /** A directory of the folder, opened for reading. */
  final Directory directory(String name) throws SystemCallException {
    try (Directory held = Directory.openAmbient(bytePath(path(name)))) {
      return held.reopenForReading();
    }
  }
}
