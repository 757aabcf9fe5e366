// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import org.junit.jupiter.api.Test;

class EnvironTest {
  private static final Environ ENVIRON =
      Environ.parse(Bytes.latin1("A=1\0B=\0A=2\0C=x=y\0none\0=odd\0D=\u00ff\0"));

  @Test
  void theFirstEntryOfANameIsUsed() {
    assertThat(ENVIRON.get("A")).isEqualTo(Bytes.latin1("1"));
    assertThat(ENVIRON.toMap()).containsEntry("A", Bytes.latin1("1"));
  }

  @Test
  void valuesMayBeEmptyAndContainAnyByte() {
    assertThat(ENVIRON.get("B")).isEqualTo(Bytes.EMPTY);
    assertThat(ENVIRON.get("C")).isEqualTo(Bytes.latin1("x=y"));
    assertThat(ENVIRON.get("D")).isEqualTo(Bytes.latin1("\u00ff"));
  }

  @Test
  void anEntryWithoutANameIsNotAVariable() {
    assertThat(ENVIRON.get("none")).isNull();
    assertThat(ENVIRON.get("E")).isNull();
    assertThat(ENVIRON.toMap()).containsOnlyKeys("A", "B", "C", "D");
    assertThat(ENVIRON.entries()).contains(Bytes.latin1("none"), Bytes.latin1("=odd")).hasSize(7);
  }

  @Test
  void thisProcessHasTheVariablesThatJavaKnows() {
    String path = System.getenv("PATH");
    assertThat(Environ.ofProcess().get("PATH")).isEqualTo(Bytes.utf8(path));
  }
}
