// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A set of numbers behaves like one of objects. */
class NumberSetTest {
  @Test
  void itContainsWhatWasAddedAndNothingElse() {
    Random random = new Random(14);
    NumberSet numbers = new NumberSet();
    Set<Long> expected = new HashSet<>();
    assertThat(numbers.isEmpty()).isTrue();
    for (int i = 0; i < 10_000; i++) {
      long number = random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(5000);
      numbers.add(number);
      expected.add(number);
    }
    assertThat(numbers.isEmpty()).isFalse();
    for (long number = -5000; number < 10_000; number++) {
      assertThat(numbers.contains(number)).isEqualTo(expected.contains(number));
    }
    assertThat(expected).allMatch(numbers::contains);
  }

  @Test
  void zeroIsANumber() {
    NumberSet numbers = new NumberSet();
    assertThat(numbers.contains(0)).isFalse();
    numbers.add(0);
    assertThat(numbers.contains(0)).isTrue();
    assertThat(numbers.isEmpty()).isFalse();
  }
}
