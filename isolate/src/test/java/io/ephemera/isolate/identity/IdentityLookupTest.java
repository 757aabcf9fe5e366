// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.process.Users;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityLookupTest {
  private static final Bytes ROOT = Bytes.latin1("0");

  /** Whose variables the command keeps: they may be those of another account with the same ID. */
  @Test
  void groupAloneChangesNoVariables() throws Exception {
    assumeTrue(Users.effectiveUid() == 0, "needs root");
    assertThat(IdentityLookup.of(null, ROOT, List.of()))
        .isInstanceOfSatisfying(
            Identity.Changed.class, changed -> assertThat(changed.login()).isNull());
    assertThat(IdentityLookup.of(ROOT, ROOT, List.of()))
        .isInstanceOfSatisfying(
            Identity.Changed.class, changed -> assertThat(changed.login()).isNotNull());
  }
}
