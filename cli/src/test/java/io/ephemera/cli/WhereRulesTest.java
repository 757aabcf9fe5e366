// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereRulesTest {
  private static String asked(String line) throws UsageException {
    List<Bytes> words = new ArrayList<>();
    for (String word : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
      words.add(Bytes.latin1(word));
    }
    Options options = Options.parse(WhereOption.values(), words);
    WhereKind kind = WhereRules.kind(options);
    WhereRules.check(options, kind);
    return (kind == null ? "all" : kind.id()) + " " + WhereRules.need(options);
  }

  @ParameterizedTest
  @CsvSource({
    "'', all small",
    "socket, socket small",
    "--for=socket, socket small",
    "--for socket --app x, socket small",
    "--size=3G, temp 3.0 GiB",
    "--size=500M native --persistent, 'native 500.0 MiB, persistent'",
    "--executable, temp executable",
    "temp --size=12, temp 12 bytes",
    "temp --size=2KiB, temp 2.0 KiB",
    "temp --size=2KB, temp 2.0 KiB",
    "temp --size=0, temp small",
    "cache --app=x --create, cache small"
  })
  void kindsAndNeedsGoTogether(String line, String meaning) throws UsageException {
    assertThat(asked(line)).isEqualTo(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sockets",
        "cache log",
        "--for=cache cache",
        "cache --size=3G",
        "cache --executable",
        "--create",
        "cache --create",
        "--app=x --create",
        "temp --size=",
        "temp --size=G",
        "temp --size=iB",
        "temp --size=3iB",
        "temp --size=-1",
        "temp --size=+1",
        "temp --size=1.5G",
        "temp --size=3g",
        "temp --size=8E",
        "temp --size=99999999999999999999"
      })
  void whatMeansNothingIsRefused(String line) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> asked(line));
  }
}
