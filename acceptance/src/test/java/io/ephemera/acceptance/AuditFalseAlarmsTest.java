// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code audit}: what is right, though it looks bad, is no finding. */
class AuditFalseAlarmsTest {
  static List<AuditCase> cases() throws IOException {
    return AuditCase.read("right.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theAuditFindsNothingElse(AuditCase one) {
    assumeTrue(TestUser.isRoot(), "needs root: the scripts give files to other users");
    Run run = PreparedHost.audit(one);

    assertThat(PreparedHost.findings(run, one)).as(run.out() + run.err()).isEqualTo(one.expected());
  }
}
