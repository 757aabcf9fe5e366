// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|a",
        "a{b,c}d|abd acd",
        "{a,b}{c,d}|ac ad bc bd",
        "a{b,{c,d}}|ab ac ad",
        "a{,b}|a ab",
        "a{b}c|abc",
        "a{}b|a{}b",
        "a{b,c|a{b,c",
        "a\\{b,c}|a\\{b,c}",
      })
  void alternativesAreExpandedInOrder(String pattern, String expanded) {
    assertThat(Braces.expand(pattern)).containsExactly(expanded.split(" "));
  }

  @Test
  void numberOfResultsIsBounded() {
    assertThat(Braces.expand("{a,b}".repeat(30))).hasSizeLessThan(5000);
  }
}
