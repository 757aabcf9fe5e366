// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends of lines, blank lines and comments. */
class LinesTest {
  record Ends(String text, int line) {}

  static Ends[] ends() {
    return new Ends[] {
      new Ends("d /a\nd b", 2), new Ends("d /a\rd b", 2), new Ends("d /a\0d b", 2),
      new Ends("d /a\r\nd b", 2), new Ends("d /a\n\rd b", 2), new Ends("d /a\n\nd b", 3),
      new Ends("d /a\r\rd b", 3), new Ends("d /a\0\0d b", 3), new Ends("d /a\0\nd b", 3),
      new Ends("d /a\n\0d b", 2), new Ends("d /a\r\n\0d b", 2), new Ends("d /a\r\n\rd b", 3),
      new Ends("d /a\0\r\nd b", 3), new Ends("#x\n  # y\n \t \nd b", 4)
    };
  }

  @ParameterizedTest
  @MethodSource("ends")
  void linesEndAtNewlinesCarriageReturnsAndNuls(Ends ends) {
    assertThat(SampleParser.DEFAULT.parse(ends.text()).problems())
        .singleElement()
        .extracting(problem -> problem.position().line())
        .isEqualTo(ends.line());
  }

  @Test
  void aSemicolonDoesNotStartAComment() {
    assertThat(SampleParser.DEFAULT.problem("; d /a").level()).isEqualTo(Problem.Level.ERROR);
  }

  @Test
  void theRestOfAFileIsIgnoredAfterALineThatIsTooLong() {
    String comment = "#" + "x".repeat(LineReader.LONGEST - 1);
    assertThat(SampleParser.DEFAULT.parse("d /a\n" + comment + "\nd /b").lines()).hasSize(2);
    ParsedFile parsed = SampleParser.DEFAULT.parse("d /a\n" + comment + "x\nd /b");
    assertThat(parsed.lines()).hasSize(1);
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.ABORT);
  }

  @Test
  void anArgumentOfTheCommandIsOneLineAndNeverAComment() {
    List<Bytes> lines =
        List.of(Bytes.latin1("f /a - - - - x\ny"), Bytes.latin1("# /b"), Bytes.EMPTY);
    ParsedFile parsed =
        new Parser(SampleParser.DEFAULT.context()).parse(SourceFile.ofArguments(lines));
    assertThat(parsed.lines())
        .singleElement()
        .extracting(Line::action)
        .isEqualTo(new Action.CreateFile(Bytes.latin1("x\ny"), false));
    assertThat(parsed.problems())
        .extracting(problem -> problem.position().toString())
        .containsExactly("(argument):2:1", "(argument):3:1");
  }
}
