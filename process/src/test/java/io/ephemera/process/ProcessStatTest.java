// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
  private static final String AFTER_STATE =
      " 1 4711 4710 34817 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 987654 1000 50 18446744073709551615\n";

  static final List<String> NAMES =
      List.of("sh", "a b", "a) b", ") S 1", "(", ")", "", "a\nb", "((()) ", "\u00e4");

  @ParameterizedTest
  @FieldSource("NAMES")
  void awkwardNamesDoNotMisleadTheParser(String name) {
    assertThat(ProcessStat.parse("4711 (" + name + ") S" + AFTER_STATE))
        .isEqualTo(
            new ProcessStat(4711, name, 'S', 1, 4711, 4710, 136 << 8 | 1, 4194560, 1, 987654));
  }

  @ParameterizedTest
  @CsvSource({"S, false", "R, false", "D, false", "T, false", "Z, true", "X, true", "x, true"})
  void zombiesAreDead(char state, boolean dead) {
    ProcessStat stat = ProcessStat.parse("1 (init) " + state + AFTER_STATE);
    assertThat(Objects.requireNonNull(stat).isDead()).isEqualTo(dead);
  }

  @Test
  void zombieWithOtherThreadsRuns() {
    String threads = AFTER_STATE.replace(" 20 0 1 0 ", " 20 0 2 0 ");
    ProcessStat stat = ProcessStat.parse("4711 (java) Z" + threads);
    assertThat(Objects.requireNonNull(stat).isDead()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"4194560, 1, false", "4194564, 1, true", "4194564, 2, false"})
  void aProcessIsEndingIfItsOnlyThreadIs(String flags, int threads, boolean ending) {
    String text =
        AFTER_STATE
            .replace(" 4194560 ", " " + flags + " ")
            .replace(" 1 0 9", " " + threads + " 0 9");
    ProcessStat stat = ProcessStat.parse("4711 (sh) R" + text);
    assertThat(Objects.requireNonNull(stat).isEnding()).isEqualTo(ending);
  }

  @ParameterizedTest
  @CsvSource({"1025, 4, 1", "34816, 136, 0", "4229120, 136, 1024", "0, 0, 0"})
  void deviceNumbersAreTakenApart(int terminal, int major, int minor) {
    ProcessStat stat = new ProcessStat(1, "", 'S', 1, 1, 1, terminal, 0, 1, 1);
    assertThat(stat.terminalMajor()).isEqualTo(major);
    assertThat(stat.terminalMinor()).isEqualTo(minor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4711",
        "4711 (sh",
        "4711 (sh)",
        "4711 (sh) S",
        "4711 (sh) S 1 2 3",
        "x (sh) S 1 4711 4711 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 987654 1000",
        "4711 (sh) Sx 1 4711 4711 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 987654 1000",
        "4711 (sh) S 1 4711 4711 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 late 1000",
        ") (",
      })
  void anotherFormIsRefused(String text) {
    assertThat(ProcessStat.parse(text)).isNull();
  }
}
