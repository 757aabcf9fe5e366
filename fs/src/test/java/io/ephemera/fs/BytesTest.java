// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.linux.errno.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  private static byte[] hex(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }

  @ParameterizedTest(name = "{0} is shown as {1}")
  @CsvSource({
    "616263, abc",
    "5c, \\\\",
    "610a62, a\\nb",
    "09, \\t",
    "00, \\x00",
    "1b5b41, \\x1b[A",
    "7f, \\x7f",
    // well-formed UTF-8
    "c3a4, \u00e4",
    "e282ac, \u20ac",
    "f09f9880, \ud83d\ude00",
    "efbfbd, \ufffd",
    // what a terminal may act on, or what turns the text around
    "c285, \\xc2\\x85",
    "c29b, \\xc2\\x9b",
    "c2ad, \\xc2\\xad",
    "e280ae, \\xe2\\x80\\xae",
    "e280a8, \\xe2\\x80\\xa8",
    "e281a6, \\xe2\\x81\\xa6",
    "f3a08081, \\xf3\\xa0\\x80\\x81",
    // not well-formed: lone, cut off, too long, surrogates, beyond the last code point
    "80, \\x80",
    "c3, \\xc3",
    "c361, \\xc3a",
    "c0af, \\xc0\\xaf",
    "c1bf, \\xc1\\xbf",
    "e08080, \\xe0\\x80\\x80",
    "e282, \\xe2\\x82",
    "eda080, \\xed\\xa0\\x80",
    "f0808080, \\xf0\\x80\\x80\\x80",
    "f4908080, \\xf4\\x90\\x80\\x80",
    "f5808080, \\xf5\\x80\\x80\\x80",
    "f9808080, \\xf9\\x80\\x80\\x80",
    "fc808080, \\xfc\\x80\\x80\\x80",
    "ff, \\xff",
    "fe, \\xfe",
  })
  void escapedBytesCannotDeceiveAReader(String hex, String shown) {
    assertThat(Bytes.of(hex(hex))).hasToString(shown);
  }

  @Test
  void everyPairOfBytesIsEscapedDifferently() {
    var seen = new java.util.HashSet<String>();
    for (int i = 0; i < 65536; i++) {
      assertThat(seen.add(Bytes.of((byte) (i >> 8), (byte) i).toString())).isTrue();
    }
  }

  @Test
  void everyLeadByteIsDecodedAsByTheCharset() throws Exception {
    for (int lead = 0xc0; lead < 0x100; lead++) {
      byte[] four = {(byte) lead, (byte) 0xa0, (byte) 0x80, (byte) 0x80};
      String decoded = new String(four, java.nio.charset.StandardCharsets.UTF_8);
      boolean wellFormed = decoded.charAt(0) != '\ufffd';
      assertThat(!Bytes.of(four).toString().startsWith("\\x"))
          .as("lead byte %x", lead)
          .isEqualTo(wellFormed);
    }
  }

  @Test
  void orderIsByUnsignedByte() {
    List<Bytes> ordered =
        List.of(
            Bytes.EMPTY,
            Bytes.latin1("A"),
            Bytes.latin1("AA"),
            Bytes.latin1("a"),
            Bytes.of((byte) 0x80),
            Bytes.of((byte) 0xff));
    assertThat(ordered.reversed().stream().sorted().toList()).isEqualTo(ordered);
  }

  @Test
  void arraysAreCopiedInBothDirections() {
    byte[] given = {'a', 'b'};
    Bytes bytes = Bytes.of(given);
    given[0] = 'x';
    bytes.toArray()[1] = 'x';
    assertThat(bytes).isEqualTo(Bytes.latin1("ab")).hasSameHashCodeAs(Bytes.utf8("ab"));
    assertThat(bytes.latin1()).isEqualTo("ab");
  }

  @Test
  void latin1KeepsEveryByte() {
    for (int i = 0; i < 256; i++) {
      assertThat(Bytes.latin1(Bytes.of((byte) i).latin1())).isEqualTo(Bytes.of((byte) i));
    }
  }

  @Test
  void bytesAreJoinedAndCut() {
    assertThat(Bytes.latin1("ab").plus(Bytes.latin1("cd"))).isEqualTo(Bytes.latin1("abcd"));
    assertThat(Bytes.of(new byte[] {'a', 'b', 'c'}, 1, 2)).isEqualTo(Bytes.latin1("b"));
    assertThat(Bytes.EMPTY.plus(Bytes.EMPTY).isEmpty()).isTrue();
    assertThat(Bytes.utf8("\u00e4").length()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "...", " ", "\u00ff", ".a", "..a", "-", "\n"})
  void anyComponentIsAName(String latin1) {
    Name name = Name.of(Bytes.latin1(latin1));
    assertThat(name.bytes().latin1()).isEqualTo(latin1);
    assertThat(name.isHidden()).isEqualTo(latin1.startsWith("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/", "a/", "/a", "a/b", "a\0b", "\0"})
  void anythingThatLeadsElsewhereThanOneLevelDownIsNotAName(String latin1) {
    assertThatThrownBy(() -> Name.of(Bytes.latin1(latin1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  static List<Integer> errnoNumbers() {
    return java.util.stream.IntStream.range(1, 134).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("errnoNumbers")
  void everyErrnoIsFoundByItsNumber(int number) {
    Errno errno = Errno.of(number);
    if (errno != Errno.OTHER) {
      assertThat(new SystemCallException(SystemCall.STAT, "a\nb", errno))
          .hasMessage("stat a\nb: " + errno.text());
    } else {
      assertThatThrownBy(() -> SystemCallException.check(-number, SystemCall.STAT))
          .hasMessage("stat: error " + number);
    }
  }
}
