// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "/d/a, /d/a, true",
    "/d/a, /d/ab, false",
    "/d/*, /d/ab, true",
    "/d/*, /d/, true",
    "/d/*, /d/a/b, false",
    "/d/*, /d/.a, false",
    "/d/.*, /d/.a, true",
    "/d/a*, /d/a.b, true",
    "/*/a, /d/a, true",
    "/d/?, /d/a, true",
    "/d/?, /d/ab, false",
    "/d/?, /d/.x, false",
    "/d?a, /d/a, false",
    "/d/[ab], /d/b, true",
    "/d/[!ab], /d/b, false",
    "/d/[^ab], /d/c, true",
    "/d/[a-c]x, /d/bx, true",
    "/d/[]a], /d/], true",
    "/d/[a, /d/[a, true",
    "/d/[[:digit:]]x, /d/7x, true",
    "/d/[[:nothing:]]x, /d/7x, false",
    "/d/\\*, /d/*, true",
    "/d/\\*, /d/a, false",
    "/d/**a, /d/bca, true",
  })
  void wholeTextIsMatchedWithoutCrossingSlashes(String pattern, String text, boolean matches) {
    assertThat(new Glob(Bytes.latin1(pattern)).matches(Bytes.latin1(text))).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "/d/a*, /d, true",
    "/d/a*, /e, false",
    "/d/a*, /d/e, false",
    "/d/a*, /, false",
    "/a*, /, true",
    "/*/x, /d, true",
    "/d/[ab]/x, /d/a, true",
  })
  void directoryWithoutPossibleMatchesIsRecognized(String pattern, String path, boolean may) {
    assertThat(new Glob(Bytes.latin1(pattern)).mayMatchIn(BytePath.of(path))).isEqualTo(may);
  }

  /** With a step back for each star, these would take longer than the universe exists. */
  @Test
  void manyStarsTakeNoLongerThanTheLengthsMultiplied() {
    Bytes name = Bytes.latin1("/d/" + "-".repeat(255));
    for (int stars = 4; stars <= 64; stars *= 2) {
      Glob glob = new Glob(Bytes.latin1("/d/" + "*-".repeat(stars) + "*x"));
      assertThat(glob.matches(name)).isFalse();
      assertThat(glob.matches(name.plus(Bytes.latin1("x")))).isTrue();
    }
  }

  /** fnmatch(3) as its specification says it, one choice for each star after the other. */
  @Test
  void randomPatternsMatchWhatTheSpecificationSays() {
    Random random = new Random(7);
    int matches = 0;
    for (int i = 0; i < 200_000; i++) {
      String pattern = random(random, "a.b/*?*[", 8).replace("[", "[a!.]");
      String text = random(random, "a.b/", 8);
      boolean expected = Specification.matches(pattern, text);
      assertThat(new Glob(Bytes.latin1(pattern)).matches(Bytes.latin1(text)))
          .as("%s on %s", pattern, text)
          .isEqualTo(expected);
      matches += expected ? 1 : 0;
    }
    assertThat(matches).isGreaterThan(1000);
  }

  private static String random(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  /** For patterns whose only brackets are {@code [a!.]}. */
  private static final class Specification {
    private Specification() {}

    static boolean matches(String pattern, String text) {
      return matches(pattern, text, 0);
    }

    private static boolean matches(String pattern, String text, int t) {
      if (pattern.isEmpty()) {
        return t == text.length();
      }
      boolean wild = t < text.length() && text.charAt(t) != '/' && !isLeadingDot(text, t);
      return switch (pattern.charAt(0)) {
        case '*' ->
            !isLeadingDot(text, t)
                && (matches(pattern.substring(1), text, t)
                    || (wild && matches(pattern, text, t + 1)));
        case '?' -> wild && matches(pattern.substring(1), text, t + 1);
        case '[' ->
            wild
                && "a!.".indexOf(text.charAt(t)) >= 0
                && matches(pattern.substring(5), text, t + 1);
        default ->
            t < text.length()
                && text.charAt(t) == pattern.charAt(0)
                && matches(pattern.substring(1), text, t + 1);
      };
    }

    private static boolean isLeadingDot(String text, int t) {
      return t < text.length() && text.charAt(t) == '.' && (t == 0 || text.charAt(t - 1) == '/');
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "a?", "a[b]", "a\\b"})
  void specialCharacterMakesTextPattern(String text) {
    assertThat(Glob.isPattern(Bytes.latin1(text))).isTrue();
    assertThat(Glob.isPattern(Bytes.latin1("a{b,c}.d"))).isFalse();
  }
}
