// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The messages as users read them, in {@code messages/lines.txt}. */
class MessagesTest {
  @Test
  void everyMessageHasItsDocumentedText() throws IOException {
    List<String> golden = golden();
    List<String> actual = new ArrayList<>();
    for (String line : golden) {
      if (line.startsWith("#")) {
        actual.add(line);
      } else if (line.startsWith("> ")) {
        actual.add(line);
        for (Problem problem : SampleParser.DEFAULT.parse(line.substring(2)).problems()) {
          actual.add("| " + problem.level() + " " + problem);
        }
      }
    }
    assertThat(actual).isEqualTo(golden);
  }

  @Test
  void controlCharactersInNamesAreEscaped() {
    assertThat(SampleParser.DEFAULT.problem("d rel\u001b[31m\u00ff").toString())
        .contains("'rel\\x1b[31m\\xff'");
  }

  @Test
  void quotesInNamesAreEscaped() {
    assertThat(SampleParser.DEFAULT.problem("d \"it's'\"").toString())
        .contains("relative path 'it\\'s\\'':");
  }

  /** In a file that the user did not name, only the line is ignored. */
  @Test
  void messageOfABrokenLineSaysWhatHappens() {
    SourceFile listed =
        new SourceFile("a.conf", Bytes.latin1("f~ /a - - - - YQ\nd /b\n"), SourceFile.Kind.LISTED);
    ParsedFile parsed = new Parser(SampleParser.DEFAULT.context()).parse(listed);
    assertThat(parsed.lines()).hasSize(1);
    assertThat(parsed.problems()).singleElement().asString().endsWith("; line ignored");
  }

  @Test
  void aLongTextIsCutOff() {
    assertThat(SampleParser.DEFAULT.problem("d " + "x".repeat(5000)).toString())
        .hasSizeLessThan(400);
    assertThat(SampleParser.DEFAULT.problem("d x" + "y".repeat(100)).toString())
        .contains("y".repeat(100) + "'");
  }

  private static List<String> golden() throws IOException {
    try (InputStream file = MessagesTest.class.getResourceAsStream("/messages/lines.txt")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().toList();
    }
  }
}
