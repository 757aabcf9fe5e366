// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The room reads nothing itself, and uses nothing that makes the start slow. */
class PurityTest {
  private static final String ALLOWED =
      "import (io\\.ephemera\\.fs\\.(BytePath|Bytes|Name)|io\\.ephemera\\.tmpfiles\\.language\\.\\w+"
          + "|io\\.ephemera\\.units\\.syntax\\.[\\w.]+|java\\.util\\.(function\\.)?[A-Z]\\w+"
          + "|java\\.io\\.IOException|org\\.jspecify\\.annotations\\.(Nullable|NullMarked));";

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void onlyValuesAndCollectionsAreImported() throws IOException {
    assertThat(lines())
        .filteredOn(line -> line.startsWith("import "))
        .contains("import io.ephemera.fs.Bytes;")
        .allMatch(line -> line.matches(ALLOWED));
  }

  @Test
  void nothingSlowOrOutsideIsCalled() throws IOException {
    assertThat(lines())
        .noneMatch(line ->
            line.matches(
                ".*\\b(System|Runtime|ProcessHandle|String\\.format|java\\.nio|EnumSet|EnumMap|Locale)\\b.*"
                    + "|.*\\.(stream|matches|replaceAll|formatted)\\(.*"));
  }
}
