// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ephemera.fs.Name;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryNameTest {
  private static final Application CUPS = new Application("cups");

  @Test
  void nameIsRecognizedForItsApplicationOnly() {
    Name name = TemporaryName.random(CUPS);

    assertThat(TemporaryName.isOf(name, CUPS)).isTrue();
    assertThat(TemporaryName.isOf(name, new Application("cup"))).isFalse();
    assertThat(TemporaryName.isOf(name, new Application("cups-"))).isFalse();
  }

  @Test
  void namesAreUnique() {
    Set<Name> names = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(names.add(TemporaryName.random(CUPS))).isTrue();
    }
  }

  @Test
  void nameWithAChangedLetterIsNotRecognized() {
    String fresh = TemporaryName.random(CUPS).toString();

    for (int i = "cups-".length(); i < fresh.length(); i++) {
      char other = fresh.charAt(i) == 'a' ? 'b' : 'a';
      Name changed = Name.of(fresh.substring(0, i) + other + fresh.substring(i + 1));
      assertThat(TemporaryName.isOf(changed, CUPS)).as("%s", changed).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cups",
        "cups-",
        "cups-config",
        "cups-aaaaaaaaaaaaaaaaaaaa",
        "cups-2025-01-01.log"
      })
  void chosenNameIsNotRecognized(String name) {
    assertThat(TemporaryName.isOf(Name.of(name), CUPS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".cups", "a/b", "a b", "a\nb", "caf\u00e9", "-x"})
  void invalidApplicationNameIsRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Application(name));
  }
}
