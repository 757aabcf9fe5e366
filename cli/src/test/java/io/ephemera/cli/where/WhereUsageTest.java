// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ephemera.cli.command.CommandLines;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereUsageTest {
  private static String asked(String line) throws UsageException {
    ParsedCommandLine parsed = CommandLines.parse(new WhereDefinition(), line);
    PlaceKind kind = WhereUsage.kind(parsed);
    WhereUsage.check(parsed, kind);
    return (kind == null ? "all" : kind.id()) + " " + WhereUsage.need(parsed);
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
  void kindsAndNeedsAreCombined(String line, String meaning) throws UsageException {
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
  void invalidCommandLinesAreRefused(String line) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> asked(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sockets        | unknown KIND 'sockets'; did you mean 'socket'?
          --for=sokcet   | unknown KIND 'sokcet'; did you mean 'socket'?
          cach           | unknown KIND 'cach'; did you mean 'cache'?
          cache log      | expected one KIND: runtime, socket, lock,
          x              | unknown KIND 'x': expected runtime, socket, lock,
          """)
  void nearestKindIsProposed(String line, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> asked(line))
        .withMessageStartingWith(message);
  }
}
