// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.testkit.TestFolder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
  private static final String TREE =
      """
      bin/
      bin/run "" 755
      bin/text "" 644
      bin/dir/
      bin/link => run
      bin/dangling => nowhere
      other/
      other/text "" 755
      """;

  @ParameterizedTest
  @CsvSource({
    "run, bin",
    "link, bin",
    "run, other:bin",
    "text, bin:other",
    "./bin/run, ''",
    "bin/run, ''",
    "run, :bin/dir/..",
    "/bin/sh, ''",
  })
  void isFound(String word, String path) {
    try (TestFolder folder = TestFolder.with(TREE)) {
      assertThatCode(() -> check(folder, word, path)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch, bin:other, 127",
    "dangling, bin, 127",
    "run, other, 127",
    "run, '', 127",
    "run, bin/run, 127",
    "'', bin, 127",
    "./nosuch, bin, 127",
    "bin/run/x, '', 127",
    "text, bin, 126",
    "dir, bin, 126",
    "text, bin:nosuch, 126",
    "./bin/text, '', 126",
  })
  void isRefusedEarly(String word, String path, int status) {
    try (TestFolder folder = TestFolder.with(TREE)) {
      RunException refusal =
          catchThrowableOfType(RunException.class, () -> check(folder, word, path));
      assertThat(refusal.failure().status()).isEqualTo(status);
      assertThat(refusal).hasMessageStartingWith("cannot run " + word);
    }
  }

  private static void check(TestFolder folder, String word, String path) throws RunException {
    Program.check(
        Bytes.utf8(word),
        List.of(Bytes.utf8("A=1"), Bytes.utf8("PATH=" + path)),
        BytePath.of(folder.path().toString()));
  }
}
