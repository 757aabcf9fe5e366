// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessArgumentsTest {
  private static List<String> texts(List<Bytes> words) {
    return words.stream().map(Bytes::latin1).toList();
  }

  @Test
  void asciiArgumentsAreTakenAsJavaPassesThem() {
    assertThat(ProcessArguments.of(new String[] {"--create", "", "a b"}))
        .containsExactly(Bytes.latin1("--create"), Bytes.EMPTY, Bytes.latin1("a b"));
    assertThat(ProcessArguments.of(new String[0])).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, last",
    "2, \u00e4\u00ff|last",
    "3, |\u00e4\u00ff|last",
    "5, java|-m||\u00e4\u00ff|last",
  })
  void theProgramsArgumentsAreTheLastOnesOfTheCommandLine(int count, String expected) {
    Bytes commandLine = Bytes.latin1("java\0-m\0\0\u00e4\u00ff\0last\0");
    assertThat(String.join("|", texts(ProcessArguments.last(commandLine, count))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'\0', 1", "'a\0', 1", "'a\0b', 1", "'\0\0', 2"})
  void everyStringEndsWithNul(String block, int count) {
    assertThat(NulTerminated.split(Bytes.latin1(block))).hasSize(count);
  }
}
