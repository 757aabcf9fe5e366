// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/json.md names every value that {@code --json} can print. */
class JsonDocumentTest {
  @ParameterizedTest
  @EnumSource
  void everyOperationIsNamed(Operation operation) throws IOException {
    assertThat(document()).contains("`" + operation.id() + "`");
  }

  @ParameterizedTest
  @EnumSource
  void everyLevelIsNamed(Problem.Level level) throws IOException {
    assertThat(document()).contains("`" + level.name().toLowerCase(Locale.ROOT) + "`:");
  }

  @ParameterizedTest
  @EnumSource
  void everySeverityIsNamed(Severity severity) throws IOException {
    assertThat(document()).contains("`" + severity.id() + "`:");
  }

  @Test
  void everyResultHasItsRow() throws IOException {
    String document = document();

    assertThat(Arrays.stream(Outcome.class.getPermittedSubclasses()).map(JsonDocumentTest::id))
        .hasSize(6)
        .allMatch(id -> document.contains("\n| `" + id + "` | "));
  }

  /** Named as its class, with dashes. */
  private static String id(Class<?> outcome) {
    return outcome.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("..", "docs", "json.md"));
  }
}
