// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OsReleaseTest {
  record Assignment(String text, String value) {}

  static Assignment[] assignments() {
    return new Assignment[] {
      new Assignment("A=x", "x"),
      new Assignment("A=x\n", "x"),
      new Assignment("A=", ""),
      new Assignment("A=\"\"", ""),
      new Assignment("A='1 2'", "1 2"),
      new Assignment("A=a b", "a b"),
      new Assignment("A= x \t", "x"),
      new Assignment(" A = x", "x"),
      new Assignment("A=\"a\\\"b\\$c\\`\\\\\"", "a\"b$c`\\"),
      new Assignment("A=\"a\\nb\"", "a\\nb"),
      new Assignment("A='a\\b'", "a\\b"),
      new Assignment("A=\"x\"y'z'", "xyz"),
      new Assignment("A=a\\\nb", "ab"),
      new Assignment("A=a\\ \n", "a "),
      new Assignment("A=\"x \" \n", "x "),
      new Assignment("A=1\nA=2", "2"),
      new Assignment("#A=1\nA=2", "2"),
      new Assignment("bad line\n\n=x\nA=2", "2"),
      new Assignment("A=\"open", "open"),
      new Assignment("A=x\\", "x"),
      new Assignment("A=\u00ff", "\u00ff"),
      new Assignment("A=\"x\ny\"\nB=z", "x\ny")
    };
  }

  @ParameterizedTest
  @MethodSource("assignments")
  void aValueIsUnquotedAsInAShell(Assignment assignment) {
    assertThat(OsRelease.parse(Bytes.latin1(assignment.text())).get("A"))
        .isEqualTo(assignment.value());
  }

  @Test
  void linesWithoutAnAssignmentAreIgnored() {
    assertThat(OsRelease.parse(Bytes.latin1("A\nB C=1\n=1\n-=2\n#\n"))).isEqualTo(Map.of());
  }

  @Test
  void anyContentIsReadToItsEnd() {
    Random random = new Random(1);
    String alphabet = "A=\"'\\ \n#$x";
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Map<String, String> values = OsRelease.parse(Bytes.latin1(text.toString()));
      assertThat(values.keySet()).as(text.toString()).allMatch(name -> !name.isEmpty());
    }
  }
}
