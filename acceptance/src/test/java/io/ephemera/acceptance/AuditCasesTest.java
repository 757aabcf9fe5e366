// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code audit}: what each check finds on prepared hosts and images, one row a case. */
class AuditCasesTest {
  static List<AuditCase> cases() throws IOException {
    return AuditCase.read("cases.txt");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theAuditFindsWhatIsThere(AuditCase one) {
    assumeTrue(TestUser.isRoot(), "needs root: the scripts give files to other users");
    Run run = PreparedHost.audit(one);

    assertThat(PreparedHost.findings(run, one)).as(run.out() + run.err()).isEqualTo(one.expected());
  }

  @Test
  void everyCheckHasABadCaseAndOneWithoutAFinding() throws IOException {
    Set<String> bad = new HashSet<>();
    Set<String> good = new HashSet<>();
    for (AuditCase one : cases()) {
      (one.expected().isEmpty() ? good : bad).add(one.checks());
    }
    for (String line : Checkout.ephemera("audit", "--list").out().lines().toList()) {
      String id = line.substring(0, "HA101".length());
      assertThat(bad).contains(id);
      assertThat(good).contains(id);
    }
  }
}
