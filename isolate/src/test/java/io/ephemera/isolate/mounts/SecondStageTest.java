// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.process.SystemProgram;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of users without privileges, and what is said where it is closed. */
class SecondStageTest {
  private static final JavaProgram PROBE =
      JavaProgram.of(
          MountsProbe.class,
          CommandMounts.class.getName(),
          Root.class.getName(),
          SystemProgram.class.getName(),
          "io.ephemera.Places",
          "io.ephemera.linux.At");

  private static List<Bytes> words(String... words) {
    return Stream.of(words).map(Bytes::latin1).toList();
  }

  @Test
  void theSecondStartHasACacheOfItsOwn() throws Exception {
    List<Bytes> words =
        SecondStage.words(
            words(
                "/j/java",
                "-XX:AOTCache=/a b/x.aot",
                "-Dephemera.inside=y.aot",
                "-m",
                "m/C",
                "run"),
            7);
    assertThat(words).contains(Bytes.latin1("-XX:AOTCache=/a b/y.aot"));
    assertThat(words).doesNotContain(Bytes.latin1("-XX:AOTCache=/a b/x.aot"));
  }

  @Test
  void theVirtualMachineAndItsOptionsAreKept() throws Exception {
    assertThat(
            SecondStage.words(
                words("/j/java", "-Da=b c", "-m", "m/C", "run", "--private-tmp", "--", "x"), 7))
        .isEqualTo(
            words(
                "/usr/bin/unshare",
                "--user",
                "--map-current-user",
                "--mount",
                "--propagation",
                "slave",
                "--keep-caps",
                "--",
                "/j/java",
                "-Xint",
                "-Da=b c",
                "-m",
                "m/C",
                "run",
                "--inside=7"));
    assertThatThrownBy(() -> SecondStage.words(words("java", "-cp", "x", "C"), 7))
        .isInstanceOf(RunException.class);
  }

  /** Runs the probe as another user or with less rights, and returns what it printed. */
  private static String probe(boolean byPaths, String... setpriv) throws Exception {
    try (TestFolder folder = TestFolder.inMemory()) {
      List<String> words = new ArrayList<>(List.of(setpriv));
      List<String> program = PROBE.copiedTo(folder.path()).command("first");
      words.add(program.getFirst());
      words.add("-DbyPaths=" + byPaths);
      words.addAll(program.subList(1, program.size()));
      return SystemProgram.run("setpriv", words.toArray(String[]::new)).said();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anUnprivilegedUserGetsAPrivateTmpAndTheCommandHasNoCapability(boolean byPaths)
      throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root to become another user");
    String said = probe(byPaths, "--reuid=4711", "--regid=4711", "--clear-groups");
    assumeTrue(said.contains("UserNamespace"), said);
    assertThat(said)
        .contains("same pid true", "capabilities in between 1", "covers /tmp")
        .contains("CapInh:\t0000000000000000", "CapPrm:\t0000000000000000")
        .contains("CapEff:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t0")
        .contains("entries of /tmp 0", "value handed over")
        .contains("writable /tmp true", "writable /var/tmp true", "writable /dev/shm false")
        .contains("writable /opt false", "readable /etc/passwd false");
  }

  @Test
  void rootWithoutTheCapabilityIsToldSo() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN to drop it");
    assertThat(probe(false, "--bounding-set=-sys_admin"))
        .contains("Forbidden", "root has no CAP_SYS_ADMIN here, as in most containers");
  }
}
