// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesEnvironmentTest extends TemporaryTestCase {
  @Test
  void variablesOfTheCallerAreUsedAndVerified() throws Exception {
    build("tmp/ 0700\nopen/ 0777\n");

    Place own = places("tmp").temporary();
    assertThat(own.path()).isEqualTo(path("tmp"));
    assertThat(own.rule()).isEqualTo(Place.Rule.TMPDIR);

    Place other = places("open").temporary();
    assertThat(other.rule()).isNotEqualTo(Place.Rule.TMPDIR);
    assertThat(other.rejections().getFirst().path()).isEqualTo(path("open").toString());
  }

  private Places places(String temporary) {
    Map<String, String> variables = Map.of("TMPDIR", "" + path(temporary), "HOME", "" + path(""));
    return Places.builder(APPLICATION).environment(variables).build();
  }
}
