// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

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

  @ParameterizedTest
  @ValueSource(strings = {"a*", "a?", "a[b]", "a\\b"})
  void specialCharacterMakesTextPattern(String text) {
    assertThat(Glob.isPattern(Bytes.latin1(text))).isTrue();
    assertThat(Glob.isPattern(Bytes.latin1("a{b,c}.d"))).isFalse();
  }
}
