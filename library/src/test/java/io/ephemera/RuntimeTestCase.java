// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** A test with a folder that is only its own, as a runtime directory's parent is. */
abstract class RuntimeTestCase {
  final TestFolder folder = TestFolder.with("own/ 0700\n");

  @AfterEach
  final void removeFolder() {
    folder.close();
  }

  /** A path in the private folder. */
  final Path own(String name) {
    return folder.path().resolve("own").resolve(name);
  }

  /** Makes a tree in the private folder. */
  final void build(String tree) {
    Tree.build(tree, folder.path().resolve("own"));
  }

  /** What stands in the private folder. */
  final String tree() {
    return Tree.describe(folder.path().resolve("own"));
  }

  /** The private folder, held. */
  final Directory directory() throws SystemCallException {
    try (Directory held = Directory.openAmbient(JavaPath.bytes(folder.path().resolve("own")))) {
      return held.reopenForReading();
    }
  }
}
