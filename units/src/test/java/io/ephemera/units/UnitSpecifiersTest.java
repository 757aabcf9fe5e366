// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SpecifierValue;
import io.ephemera.units.syntax.Expansion;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specifiers as systemd 262 expands them in {@code Environment=}. */
class UnitSpecifiersTest {
  private static SpecifierValue common(char letter) {
    return switch (letter) {
      case 't' -> new SpecifierValue.Value(Bytes.latin1("/run"));
      case 'w' -> new SpecifierValue.Value(Bytes.EMPTY);
      case 'm' -> new SpecifierValue.Unresolvable("no machine ID", Problem.Level.NOTICE);
      default -> new SpecifierValue.Unknown();
    };
  }

  private static Expansion expand(String name, String text) {
    UnitSpecifiers.Context context =
        new UnitSpecifiers.Context(
            UnitSpecifiersTest::common,
            BytePath.of("/opt/u/a@.service"),
            Bytes.latin1("/etc"),
            Bytes.latin1("/bin/sh"),
            Bytes.latin1("/run/credentials/" + name));
    return new UnitSpecifiers(Objects.requireNonNull(UnitName.parse(name)), context).expand(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a-b\\x2dc@g-h\\x2fi.service | %i %I   | g-h\\x2fi g/h/i
          a-b\\x2dc@g-h\\x2fi.service | %j %J   | b\\x2dc b-c
          a-b\\x2dc@g-h\\x2fi.service | %n      | a-b\\x2dc@g-h\\x2fi.service
          a-b\\x2dc@g-h\\x2fi.service | %N      | a-b\\x2dc@g-h\\x2fi
          a-b\\x2dc@g-h\\x2fi.service | %p %P   | a-b\\x2dc a/b-c
          a-b\\x2dc@g-h\\x2fi.service | %f      | /g/h/i
          a@-.service                 | %i %I %f| - / /
          a@-x.service                | %i %I   | -x /x
          p-l-ain.service             | %f      | /p/l/ain
          p-l-ain.service             | [%i%I]  | []
          p-l-ain.service             | %j %J %P| ain ain p/l/ain
          tr-.service                 | [%j]    | []
          a@b.service                 | %E %s   | /etc /bin/sh
          a@b.service                 | %y %Y   | /opt/u/a@.service /opt/u
          a@b.service                 | %d      | /run/credentials/a@b.service
          a@b.service                 | %t/x[%w]| /run/x[]
          a@b.service                 | 100%    | 100%
          a@b.service                 | %% %%n  | % %n
          a@b.service                 | %- %.%/ | %- %.%/
          a@b.service                 | plain   | plain
          """)
  void aSpecifierIsReplacedByItsValue(String name, String text, String expected) {
    assertThat(expand(name, text)).isEqualTo(new Expansion.Value(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a.service              | %Z  | unknown specifier %Z
          a.service              | %e  | unknown specifier %e
          a.service              | %c  | unknown specifier %c
          a.service              | x%0 | unknown specifier %0
          a.service              | %m  | specifier %m has no value here: no machine ID
          bad\\xzz@\\xzz.service | %I  | specifier %I has no value here
          bad\\xzz@\\xzz.service | %J  | specifier %J has no value here
          bad\\xzz@\\xzz.service | %P  | specifier %P has no value here
          bad\\xzz@\\xzz.service | %f  | specifier %f has no value here
          a@-x.service           | %f  | specifier %f has no value here
          a@x-.service           | %f  | specifier %f has no value here
          a@x--y.service         | %f  | specifier %f has no value here
          a@..-y.service         | %f  | specifier %f has no value here
          """)
  void aSpecifierWithoutValueFails(String name, String text, String message) {
    assertThat(expand(name, text))
        .isInstanceOfSatisfying(
            Expansion.Failed.class, failed -> assertThat(failed.message()).startsWith(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%y", "%Y", "%d"})
  void aFileAndADirectoryOfCredentialsCanBeMissing(String text) {
    UnitSpecifiers.Context context =
        new UnitSpecifiers.Context(
            UnitSpecifiersTest::common, null, Bytes.EMPTY, Bytes.EMPTY, null);
    UnitName name = Objects.requireNonNull(UnitName.parse("a.service"));
    assertThat(new UnitSpecifiers(name, context).expand(text)).isInstanceOf(Expansion.Failed.class);
  }

  @Test
  void bytesOfAnInstanceArePreserved() {
    assertThat(expand("a@\\xc3\\xa9.service", "%I")).isEqualTo(new Expansion.Value("\u00c3\u00a9"));
  }
}
