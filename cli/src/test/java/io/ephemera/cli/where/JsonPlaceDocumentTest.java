// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/json.md names every value that {@code where --json} can print. */
class JsonPlaceDocumentTest {
  @ParameterizedTest
  @EnumSource
  void everyKindOfPlaceIsDocumented(PlaceKind kind) throws IOException {
    assertThat(document()).contains("`" + kind.id() + "`");
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleIsDocumented(Place.Rule rule) throws IOException {
    assertThat(document()).contains("`" + TextPlaceReport.id(rule) + "`");
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("..", "docs", "json.md"));
  }
}
