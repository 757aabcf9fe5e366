// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1075, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048575, 1023.9 KiB",
    "1048576, 1.0 MiB",
    "3221225472, 3.0 GiB",
    "9223372036854775807, 7.9 EiB"
  })
  void sizesAreRoundedDownToOneDecimalOfABinaryUnit(long bytes, String text) {
    assertThat(ByteSize.format(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12, 12",
    "12B, 12",
    "007, 7",
    "2K, 2048",
    "2KB, 2048",
    "2KiB, 2048",
    "500M, 524288000",
    "3G, 3221225472",
    "1T, 1099511627776",
    "1P, 1125899906842624",
    "7EiB, 8070450532247928832",
    "9223372036854775807, 9223372036854775807"
  })
  void unitsArePowersOf1024(String text, long bytes) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "K",
        "B",
        "-1",
        "+1",
        " 1",
        "1 K",
        "1k",
        "1.5K",
        "1iB",
        "1KBB",
        "1Ki",
        "1BK",
        "1KM",
        "0x10",
        "\u0661",
        "8E",
        "9223372036854775808",
        "99999999999999999999"
      })
  void anythingElseIsRefused(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }
}
