// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
  private static CapabilityText capabilities(String text) {
    return ((Action.SetCapabilities) SampleParser.DEFAULT.line("k /a - - - - " + text).action())
        .capabilities();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cap_chown=p | 1 | = | false | false | true",
        "CAP_CHOWN+ep | 1 | + | true | false | true",
        "0=i | 1 | = | false | true | false",
        "40-p | 1099511627776 | - | false | false | true",
        "cap_checkpoint_restore=pp | 1099511627776 | = | false | false | true",
        "cap_chown,1,,0x2,03= | 15 | = | false | false | false",
        "=p | 9223372036854775807 | = | false | false | true",
        "all,cap_chown=p | 9223372036854775807 | = | false | false | true",
        "62=p | 4611686018427387904 | = | false | false | true"
      })
  void aClauseHasNamesAnOperatorAndFlags(
      String text,
      long bits,
      char operator,
      boolean effective,
      boolean inheritable,
      boolean permitted) {
    CapabilityText.Change change =
        new CapabilityText.Change(operator, effective, inheritable, permitted);
    assertThat(capabilities(text).clauses())
        .containsExactly(new CapabilityText.Clause(bits, List.of(change)));
  }

  @Test
  void clausesAndTheRootUserAreSeparateWords() {
    CapabilityText text = capabilities("rootuid=5 \"cap_chown=p\" =e rootuid=6");
    assertThat(text.clauses()).hasSize(2);
    assertThat(text.rootUid()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cap_chown",
        "chown=p",
        "cap_nope=p",
        "ALL=p",
        "63=p",
        "+5=p",
        "cap_chown=x",
        "cap_chown=P",
        "cap_chown=p+i",
        "cap_chown =p",
        "cap_chown=p,cap_kill=p",
        "rootuid=x",
        "rootuid=",
        "rootuid=-1",
        "rootuid=05",
        "rootuid=65535",
        "rootuid=4294967295",
        "ROOTUID=1",
        "cap_chown\\x3dp"
      })
  void invalidCapabilitiesAreAWarningAndHaveNoEffect(String text) {
    ParsedFile parsed = SampleParser.DEFAULT.parse("K /a - - - - " + text);
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.WARNING);
    Action.SetCapabilities action = (Action.SetCapabilities) parsed.lines().getFirst().action();
    assertThat(action.capabilities()).isEqualTo(new CapabilityText(List.of(), null));
    assertThat(action.recursive()).isTrue();
  }
}
