// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.Place;
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
  void every_operation_is_named(Operation operation) throws IOException {
    assertThat(document()).contains("`" + operation.id() + "`");
  }

  @ParameterizedTest
  @EnumSource
  void every_level_is_named(Problem.Level level) throws IOException {
    assertThat(document()).contains("`" + level.name().toLowerCase(Locale.ROOT) + "`:");
  }

  @ParameterizedTest
  @EnumSource
  void every_severity_is_named(Severity severity) throws IOException {
    assertThat(document()).contains("`" + severity.id() + "`:");
  }

  @ParameterizedTest
  @EnumSource
  void every_kind_of_place_is_named(WhereKind kind) throws IOException {
    assertThat(document()).contains("`" + kind.id() + "`");
  }

  @ParameterizedTest
  @EnumSource
  void every_rule_is_named(Place.Rule rule) throws IOException {
    assertThat(document()).contains("`" + WhereText.id(rule) + "`");
  }

  @Test
  void every_result_has_its_row() throws IOException {
    String document = document();

    assertThat(Arrays.stream(Outcome.class.getPermittedSubclasses()).map(JsonDocumentTest::id))
        .hasSize(7)
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
