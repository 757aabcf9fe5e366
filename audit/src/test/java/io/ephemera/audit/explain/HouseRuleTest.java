// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names others can guess: docs/places.md, rule 5. */
class HouseRuleTest {
  @ParameterizedTest
  @CsvSource({
    "/tmp/tmp.aB3dE9xQ1z, true",
    "/tmp/systemd-private-4fe1c0ffee-x.service-Ab12Cd, true",
    "/tmp/go-build3482911, false",
    "/tmp/upload, false",
    "/tmp/app.pid, false",
    "/tmp/mysql.sock, false",
    "/tmp/run-4711, false",
    "/tmp/2026-11-29, false",
    "/tmp/AbCdEf, true",
    "/tmp/abcdef, false",
    "/tmp/a1b2c3d, true",
    "/tmp/shop20261129, false",
    "/tmp/a1b2c, false"
  })
  void aNameWithARandomPartCannotBeGuessed(String path, boolean expected) {
    assertThat(HouseRule.isUnguessable(BytePath.of(path))).isEqualTo(expected);
  }
}
