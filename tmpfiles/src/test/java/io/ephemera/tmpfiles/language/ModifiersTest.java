// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModifiersTest {
  @ParameterizedTest
  @EnumSource(LineType.class)
  void everyTypeIsReadByItsLetter(LineType type) {
    String argument =
        switch (type.letter()) {
          case 'w' -> "x";
          case 'c', 'b' -> "1:3";
          case 't', 'T' -> "user.a=b";
          case 'h', 'H' -> "i";
          case 'a', 'A' -> "u::r";
          case 'k', 'K' -> "=p";
          case 'C' -> "/etc";
          default -> "-";
        };
    Line line = SampleParser.DEFAULT.line(type.letter() + "+!-= /a - - - - " + argument);
    assertThat(line.type()).isSameAs(type);
    assertThat(line.modifiers())
        .isEqualTo(new Modifiers(true, true, true, true, false, false, false, false));
    assertThat(LineType.letters()).containsOnlyOnce(String.valueOf(type.letter()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d!!", "d++", "da", "dd", "d\\", "!d", "", "s", "-", "d ", "\u00e9"})
  void anInvalidTypeIsAnError(String type) {
    assertThat(SampleParser.DEFAULT.problem("\"" + type.replace("\\", "\\\\") + "\" /a").level())
        .isEqualTo(Problem.Level.ERROR);
  }

  @Test
  void aQuestionMarkIsAllowedWithLinksOnly() {
    assertThat(SampleParser.DEFAULT.line("L? /a").modifiers().targetMustExist()).isTrue();
    assertThat(SampleParser.DEFAULT.problem("d? /a").position().column()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(LineType.class)
  void aDollarSignIsAllowedWithTypesThatCreateOrWrite(LineType type) {
    assertThat(type.isPurgeable()).isEqualTo("fFwdDevqQpLcbC".indexOf(type.letter()) >= 0);
  }

  @ParameterizedTest
  @EnumSource(LineType.class)
  void typesKnowWhetherTheyCreateSomethingOrADirectory(LineType type) {
    assertThat(type.creates()).isEqualTo("fFdDvqQpLcbC".indexOf(type.letter()) >= 0);
    assertThat(type.createsDirectory()).isEqualTo("dDvqQ".indexOf(type.letter()) >= 0);
  }

  @Test
  void aDollarSignWithAnotherTypeIsReportedAtItsColumn() {
    assertThat(SampleParser.DEFAULT.line("d$ /a").modifiers().purge()).isTrue();
    assertThat(SampleParser.DEFAULT.problem("r-$ /a").position().column()).isEqualTo(3);
  }

  @Test
  void aTildeWithoutAnArgumentHasNoEffect() {
    assertThat(SampleParser.DEFAULT.line("d~ /a").modifiers().base64()).isTrue();
  }
}
