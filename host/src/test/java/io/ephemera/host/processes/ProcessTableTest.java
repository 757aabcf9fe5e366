// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Processes are described as the kernel describes them. */
class ProcessTableTest {
  @Test
  void aProcessIsDescribed() throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "echo; read end || :", "a  b", "").start();
    assertThat(process.getInputStream().read()).isEqualTo('\n');
    HostProcess found = Objects.requireNonNull(ProcessTable.read().find((int) process.pid()));
    assertThat(found.command())
        .containsExactly(
            Bytes.latin1("sh"),
            Bytes.latin1("-c"),
            Bytes.latin1("echo; read end || :"),
            Bytes.latin1("a  b"),
            Bytes.EMPTY);
    assertThat(found.name().latin1()).isIn("sh", "dash", "bash", "busybox");
    HostProcess self =
        Objects.requireNonNull(ProcessTable.read().find((int) ProcessHandle.current().pid()));
    assertThat(found.namespaces()).isEqualTo(self.namespaces());
    assertThat(found.namespaces().mount()).isPositive();
    assertThat(found.uid()).isEqualTo(self.uid());
    assertThat(found.start()).isGreaterThanOrEqualTo(self.start());
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(ProcessTable.read().find((int) process.pid())).isNull();
  }

  /** Everything is read through one open directory. */
  @Test
  void aDirectoryOfAProcessThatEndedShowsNothing() throws Exception {
    Process process = new ProcessBuilder("cat").start();
    try (Proc proc = Proc.open();
        ProcessDirectory directory = Objects.requireNonNull(proc.process((int) process.pid()))) {
      assertThat(HostProcess.read(directory)).isNotNull();
      assertThat(directory.isEnding()).isFalse();
      process.getOutputStream().close();
      assertThat(process.waitFor()).isZero();
      assertThat(HostProcess.read(directory)).isNull();
      assertThat(directory.isEnding()).isTrue();
      assertThat(directory.namespace("mnt")).isZero();
    }
  }

  @Test
  void theProcessesAreThoseOfProc() throws IOException {
    ProcessTable table = ProcessTable.read();
    assertThat(table.find(1)).isNotNull();
    assertThat(table.silent()).isZero();
    assertThat(table.processes()).isSortedAccordingTo((a, b) -> Integer.compare(a.pid(), b.pid()));
  }
}
