// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of proc_pid_maps(5). */
class MapsLineTest {
  private static MapsLine parsed(String text, boolean expected) {
    byte[] bytes = ("before\n" + text + "\nafter").getBytes(StandardCharsets.ISO_8859_1);
    MapsLine line = new MapsLine();
    assertThat(line.parse(bytes, 7, 7 + text.length())).isEqualTo(expected);
    return line;
  }

  @Test
  void aLineIsTakenApart() {
    MapsLine line =
        parsed("00400000-7f0000452000 r-xp 00000000 fd:1f 8321       /usr/bin/a b", true);
    assertThat(line.device()).isEqualTo(253L << 32 | 31);
    assertThat(line.inode()).isEqualTo(8321);
    assertThat(line.isExecutable()).isTrue();
    assertThat(line.isWritable()).isFalse();
    assertThat(line.isShared()).isFalse();
    assertThat(line.isDeleted()).isFalse();
    assertThat(line.link().path().latin1()).isEqualTo("/usr/bin/a b");
    assertThat(line.range()).isEqualTo("400000-7f0000452000");
  }

  @Test
  void theMarkOfADeletedFileIsNoPartOfItsPath() {
    MapsLine line = parsed("7f00-7f10 rw-s 00000000 00:1f 9 /tmp/x (deleted)", true);
    assertThat(line.isDeleted()).isTrue();
    assertThat(line.isShared()).isTrue();
    assertThat(line.isWritable()).isTrue();
    assertThat(line.link().path().latin1()).isEqualTo("/tmp/x");
    assertThat(line.link().deleted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7f00-7f10 rw-p 00000000 00:00 0 ",
        "7f00-7f10 rw-p 00000000 00:00 0                          [heap]",
        "7f00",
        ""
      })
  void memoryWithoutAFileIsNoUse(String text) {
    assertThat(parsed(text, false).inode()).isZero();
  }
}
