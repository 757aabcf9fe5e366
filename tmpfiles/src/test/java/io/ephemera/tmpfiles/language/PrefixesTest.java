// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixesTest {
  private static final BytePath VAR = BytePath.of("/var");
  private static final BytePath LOG = BytePath.of("/var/log");

  @Test
  void anExcludedPathBelowAnIncludedOneStaysExcluded() {
    Prefixes prefixes = new Prefixes(List.of(VAR), List.of(LOG));
    assertThat(prefixes.cover(VAR)).isTrue();
    assertThat(prefixes.cover(BytePath.of("/var/lib"))).isTrue();
    assertThat(prefixes.cover(BytePath.of("/var/log/x"))).isFalse();
    assertThat(prefixes.cover(BytePath.of("/variable"))).isFalse();
  }

  @Test
  void anIncludedPathBelowAnExcludedOneStaysExcluded() {
    assertThat(new Prefixes(List.of(LOG), List.of(VAR)).cover(LOG)).isFalse();
  }
}
