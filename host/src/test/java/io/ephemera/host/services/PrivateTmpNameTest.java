// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Name;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of private temporary directories; the first one was made by systemd 252. */
class PrivateTmpNameTest {
  private static final String ID = "9c272b119ca54519a466e603232b72c7";

  @ParameterizedTest
  @CsvSource({
    "systemd-private-" + ID + "-systemd-logind.service-R1uqcU, systemd-logind.service, R1uqcU",
    "systemd-private-" + ID + "-a-b@c-d.service-000000, a-b@c-d.service, 000000",
    "systemd-private-" + ID + "-x\\x2dy.service-abcdef, x\\x2dy.service, abcdef"
  })
  void aNameHasABootAUnitAndRandomCharacters(String name, String unit, String suffix) {
    PrivateTmpName parsed = Objects.requireNonNull(PrivateTmpName.parse(Name.of(name)));
    assertThat(parsed.unit().full()).isEqualTo(unit);
    assertThat(parsed.suffix()).isEqualTo(suffix);
    assertThat(parsed.bootId()).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemd-private-",
        "systemd-private-" + ID,
        "systemd-private-" + ID + "--R1uqcU",
        "systemd-private-" + ID + "-x.service",
        "systemd-private-" + ID + "-x.service-R1uqc",
        "systemd-private-" + ID + "-x.service-R1uq.U",
        "systemd-private-" + ID + "-x-R1uqcU",
        "systemd-private-" + ID + "-x y.service-R1uqcU",
        "systemd-private-9C272b119ca54519a466e603232b72c7-x.service-R1uqcU",
        "xsystemd-private-" + ID + "-x.service-R1uqcU"
      })
  void otherNamesAreNot(String name) {
    assertThat(PrivateTmpName.parse(Name.of(name))).isNull();
  }

  @Test
  void theBootIsComparedWithAndWithoutDashes() {
    PrivateTmpName name =
        Objects.requireNonNull(
            PrivateTmpName.parse(Name.of("systemd-private-" + ID + "-x.service-R1uqcU")));
    assertThat(name.isOfBoot("9c272b11-9ca5-4519-a466-e603232b72c7\n".strip())).isTrue();
    assertThat(name.isOfBoot(ID)).isTrue();
    assertThat(name.isOfBoot("9c272b11-9ca5-4519-a466-e603232b72c8")).isFalse();
    assertThat(name.isOfBoot("")).isFalse();
  }
}
