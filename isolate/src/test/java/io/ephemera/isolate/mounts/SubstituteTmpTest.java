// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.Sweeper;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.testkit.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubstituteTmpTest {
  private final TestFolder folder = TestFolder.create();
  private final Place place = Place.at(folder.path(), Purpose.TEMPORARY, "ephemera");

  private static final Identity CALLER = new Identity.Unchanged(0, 0);

  @AfterEach
  void remove() {
    folder.close();
  }

  @Test
  void theCommandIsToldOfAPrivateDirectory() throws Exception {
    try (SubstituteTmp made = SubstituteTmp.create(Plans.inMemory(), "closed", place, CALLER)) {
      Path path = Path.of(made.path().latin1());
      assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(040700);
      assertThat(made.variables())
          .extracting(Bytes::latin1)
          .containsExactly("TMPDIR=" + path, "TMP=" + path, "TEMP=" + path);
      assertThat(Sweeper.sweep(place).removed()).isEmpty();
    }
    assertThat(folder.path()).isEmptyDirectory();
  }

  @Test
  void onlyAJavaVirtualMachineGetsAnOption() throws Exception {
    try (SubstituteTmp made = SubstituteTmp.create(Plans.inMemory(), "closed", place, CALLER)) {
      Bytes option = Bytes.latin1("-Djava.io.tmpdir=" + made.path().latin1());
      Bytes java = Bytes.latin1("/opt/bin/java");
      Bytes jar = Bytes.latin1("-jar");
      Bytes other = Bytes.latin1("javac");
      assertThat(made.command(List.of(java, jar))).containsExactly(java, option, jar);
      assertThat(made.command(List.of(other, jar))).containsExactly(other, jar);
    }
  }

  @Test
  void whatOnlyMountsCanGiveIsRefusedWithTheReason() {
    MountPlan required =
        new MountPlan(new PrivateTmp.InMemory("1m"), true, List.of(), List.of(), false);
    for (MountPlan plan : List.of(required, Plans.inMemory("/tmp/x"))) {
      assertThatThrownBy(() -> SubstituteTmp.create(plan, "closed", place, CALLER))
          .isInstanceOfSatisfying(
              RunException.class, e -> assertThat(e.failure()).isEqualTo(Failure.NOT_PERMITTED))
          .hasMessageContaining("closed");
    }
    assertThat(folder.path()).isEmptyDirectory();
  }
}
