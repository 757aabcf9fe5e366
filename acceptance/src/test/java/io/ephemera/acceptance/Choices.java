// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random choices, the same for the same seed. */
record Choices(Random random) {
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  /** Some of these words, with blanks between them. */
  String some(int most, String... of) {
    List<String> words = new ArrayList<>(List.of(of));
    Collections.shuffle(words, random);
    return String.join(" ", words.subList(0, Math.min(words.size(), upTo(most))));
  }

  /** Usually one of the first, rarely one of the others. */
  String oneOr(int percent, List<String> usual, List<String> rare) {
    List<String> of = chance(percent) ? rare : usual;
    return of.get(random.nextInt(of.size()));
  }

  <T> void shuffle(List<T> list) {
    Collections.shuffle(list, random);
  }
}
