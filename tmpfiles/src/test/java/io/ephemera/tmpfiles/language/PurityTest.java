// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The language is text to values: everything about a system comes through its interfaces. */
class PurityTest {
  private static final String ALLOWED =
      "import (io\\.ephemera\\.fs\\.(BytePath|Bytes)|java\\.util\\.[A-Z]\\w+"
          + "|java\\.io\\.IOException|java\\.nio\\.charset\\.StandardCharsets"
          + "|org\\.jspecify\\.annotations\\.Nullable);";

  private static List<String> lines() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/ephemera/tmpfiles/language"))) {
      return files.flatMap(PurityTest::lines).toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theLanguageImportsValuesAndCollectionsOnly() throws IOException {
    List<String> imports = lines().stream().filter(line -> line.startsWith("import ")).toList();
    assertThat(imports).contains("import io.ephemera.fs.Bytes;").allMatch(i -> i.matches(ALLOWED));
  }

  @Test
  void theLanguageAsksTheVirtualMachineForNothing() throws IOException {
    assertThat(lines()).noneMatch(line -> line.matches(".*\\b(System|Runtime|ProcessHandle)\\..*"));
  }
}
