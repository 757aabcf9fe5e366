// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
  void alternativesAreExpandedInOrder(String pattern, String expanded) throws IOException {
    List<String> found = new ArrayList<>();
    Braces.expand(pattern, found::add);
    assertThat(found).containsExactly(expanded.split(" "));
  }

  @Test
  void expansionsOfALongProductComeOneByOneUntilTheReceiverStops() throws IOException {
    AtomicInteger taken = new AtomicInteger();
    Braces.expand("{a,b}".repeat(1000), one -> taken.incrementAndGet() < 100_000);
    assertThat(taken).hasValue(100_000);
  }
}
