// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ageing leaves the directories of services that run alone, whichever line is for them. */
class ServicesInUseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "d /s - - - mM:1h",
        "e /s - - - mM:1h",
        "D /s - - - mM:1h",
        "d / - - - mM:1h",
        "r /s - - - mM:1h"
      })
  void directoryOfARunningServiceKeepsItsContent(String line) throws Exception {
    try (TestFolder folder =
        TestFolder.with("s/ @20d\ns/old @20d\ns/below/ @20d\nother/ @20d\nother/old @20d\n")) {
      Path service = folder.path().resolve("s");
      long inode = (long) Files.getAttribute(service, "unix:ino");
      List<String> lines = List.of(line, "e /other - - - mM:1h");

      EngineRun ignored =
          EngineRun.beside(directory -> directory.inode() == inode, folder.path(), lines);

      assertThat(service.resolve("old")).exists();
      assertThat(service.resolve("below")).exists();
      assertThat(folder.path().resolve("other/old")).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"d /s - - - mM:1h", "e /s - - - mM:1h"})
  void withoutOneItIsCleaned(String line) throws Exception {
    try (TestFolder folder = TestFolder.with("s/ @20d\ns/old @20d\n")) {
      EngineRun ignored = EngineRun.beside(directory -> false, folder.path(), List.of(line));

      assertThat(folder.path().resolve("s/old")).doesNotExist();
    }
  }
}
