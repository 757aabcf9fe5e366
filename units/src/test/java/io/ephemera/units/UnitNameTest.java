// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitNameTest {
  private static UnitName parse(String name) {
    return Objects.requireNonNull(UnitName.parse(name), name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo.service           | foo      |       | service | foo         | foo
          foo-bar.service       | foo-bar  |       | service | foo-bar     | bar
          foo-.service          | foo-     |       | service | foo-        | ''
          foo@bar.service       | foo      | bar   | service | foo@bar     | foo
          foo@.service          | foo      | ''    | service | foo@        | foo
          a-b@c@d-e.f.socket    | a-b      | c@d-e.f | socket | a-b@c@d-e.f | b
          a.b:c_D\\x2d.target   | a.b:c_D\\x2d |   | target  | a.b:c_D\\x2d | a.b:c_D\\x2d
          -.slice               | -        |       | slice   | -           | ''
          """)
  void aNameHasParts(
      String full, String prefix, String instance, String type, String without, String last) {
    UnitName name = parse(full.replace("\\\\", "\\"));
    assertThat(name.prefix()).isEqualTo(prefix.replace("\\\\", "\\"));
    assertThat(name.instance()).isEqualTo(instance);
    assertThat(name.type()).isEqualTo(type);
    assertThat(name.withoutSuffix()).isEqualTo(without.replace("\\\\", "\\"));
    assertThat(name.lastComponent()).isEqualTo(last.replace("\\\\", "\\"));
    assertThat(name).hasToString(full.replace("\\\\", "\\"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "foo",
        ".service",
        "foo.conf",
        "foo.",
        "@.service",
        "@a.service",
        "a b.service",
        "a/b.service",
        "\u00e9.service",
        "foo.Service",
        "a*.service",
        "a\n.service",
        "foo.service/"
      })
  void otherTextIsNotTheNameOfAUnit(String text) {
    assertThat(UnitName.parse(text)).isNull();
  }

  @Test
  void aNameHasAtMost255Bytes() {
    assertThat(UnitName.parse("x".repeat(247) + ".service")).isNotNull();
    assertThat(UnitName.parse("x".repeat(248) + ".service")).isNull();
  }

  @Test
  void anInstanceHasATemplate() {
    assertThat(parse("a@b.service").isInstance()).isTrue();
    assertThat(parse("a@b.service").template()).isEqualTo(parse("a@.service"));
    assertThat(parse("a@.service").isTemplate()).isTrue();
    assertThat(parse("a@.service").isInstance()).isFalse();
    assertThat(parse("a.service").isInstance() || parse("a.service").isTemplate()).isFalse();
  }

  @Test
  void aTypeHasASection() {
    assertThat(parse("a.service").typeSection()).isEqualTo("Service");
    assertThat(parse("a.automount").typeSection()).isEqualTo("Automount");
  }

  @ParameterizedTest
  @CsvSource({
    "a,a",
    "a-b,a/b",
    "a\\x2db,a-b",
    "\\xC3\\xa9,\u00c3\u00a9",
    "-,/",
    "a\\x2,",
    "a\\zz,",
    "a\\,",
    "\\x2g,",
    "'',''"
  })
  void dashesAreSlashesAndHexadecimalEscapesAreBytes(String escaped, String expected) {
    assertThat(UnitName.unescape(escaped)).isEqualTo(expected);
  }
}
