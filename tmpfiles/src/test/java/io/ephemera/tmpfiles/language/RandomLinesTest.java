// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parses random content: that ends, is repeatable, and positions are inside the content. */
class RandomLinesTest {
  private static final String[] PIECES = {
    "d",
    "f",
    "L",
    "C",
    "t",
    "a",
    "k",
    "h",
    "c",
    "w",
    "z",
    "x",
    "r",
    "R",
    "!",
    "+",
    "-",
    "=",
    "~",
    "^",
    "$",
    "?",
    " ",
    " ",
    " ",
    "\t",
    "/a",
    "/a/b",
    "/var/run/x",
    "%H",
    "%m",
    "%z",
    "%%",
    "%",
    "\\x41",
    "\\",
    "\\u00e9",
    "\\777",
    "\"",
    "'",
    "0755",
    ":",
    "999",
    "root",
    "nouser",
    "10d",
    "1.5h",
    "a:1d",
    "user.a=b",
    "u:root:rX",
    "d:g::r",
    "cap_chown+ep",
    "rootuid=1",
    "1:3",
    "YWJj",
    "=",
    ",",
    "#",
    "\n",
    "\r",
    "\0",
    "\u00ff",
    "\u0080",
    "\u000b",
    "infinity",
    "99999999999999999999",
    " - - - - "
  };

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(60);
    for (int i = 0; i < pieces; i++) {
      boolean any = random.nextInt(12) == 0;
      text.append(
          any ? String.valueOf((char) random.nextInt(256)) : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyContentIsReadToItsEnd(long seed) {
    Random random = new Random(seed);
    int lines = 0;
    for (int i = 0; i < 4000; i++) {
      String text =
          (random.nextBoolean() ? LineType.letters().charAt(random.nextInt(29)) + " /p " : "")
              + text(random);
      SampleParser parser =
          random.nextBoolean() ? SampleParser.DEFAULT : SampleParser.DEFAULT.gracefully();
      ParsedFile parsed = parser.parse(text);
      assertThat(parser.parse(text)).as(text).isEqualTo(parsed);
      for (Problem problem : parsed.problems()) {
        assertInside(problem.position(), text);
        assertThat(problem.toString()).matches("[^\\p{Cntrl}]+");
      }
      parsed.lines().forEach(line -> assertInside(line.position(), text));
      Plan.of(parsed.lines()).creating();
      lines += parsed.lines().size();
    }
    assertThat(lines).isPositive();
  }

  private static void assertInside(Position position, String text) {
    String[] lines = text.split("\n\r\0?|\r\n\0?|[\n\r]\0|[\n\r\0]", -1);
    assertThat(position.line()).as(text).isBetween(1, lines.length);
    assertThat(position.column()).as(text).isBetween(1, lines[position.line() - 1].length() + 1);
  }
}
