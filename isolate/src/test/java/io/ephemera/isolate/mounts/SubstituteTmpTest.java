// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubstituteTmpTest {
  private final SubstituteTmp made = new SubstituteTmp(BytePath.of("/tmp/private/tmp"));

  @Test
  void theCommandIsToldOfIt() {
    assertThat(made.variables())
        .extracting(Bytes::latin1)
        .containsExactly(
            "TMPDIR=/tmp/private/tmp", "TMP=/tmp/private/tmp", "TEMP=/tmp/private/tmp");
  }

  @Test
  void onlyAJavaVirtualMachineGetsAnOption() {
    Bytes option = Bytes.latin1("-Djava.io.tmpdir=/tmp/private/tmp");
    Bytes java = Bytes.latin1("/opt/bin/java");
    Bytes jar = Bytes.latin1("-jar");
    Bytes other = Bytes.latin1("javac");
    assertThat(made.command(Invocation.of(List.of(java, jar))).words())
        .containsExactly(java, option, jar);
    assertThat(made.command(Invocation.of(List.of(other, jar))).words())
        .containsExactly(other, jar);
  }

  @Test
  void whatOnlyMountsCanGiveIsRefusedWithTheReason() {
    MountPlan required =
        new MountPlan(new PrivateTmp.InMemory("1m"), true, List.of(), List.of(), List.of(), false);
    for (MountPlan plan : List.of(required, Plans.inMemory("/tmp/x"))) {
      assertThatThrownBy(() -> SubstituteTmp.require(plan, "closed"))
          .isInstanceOfSatisfying(
              RunException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_PERMITTED))
          .hasMessageContaining("closed");
    }
  }
}
