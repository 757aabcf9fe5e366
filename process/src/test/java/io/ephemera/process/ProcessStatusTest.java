// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of proc_pid_status(5). */
class ProcessStatusTest {
  @Test
  void theEffectiveUserAndTheInnermostPidCount() {
    String text =
        """
        Name:\tsh
        Tgid:\t4711
        Pid:\t4712
        Uid:\t1\t4294967294\t3\t4
        Gid:\t5\t6\t7\t8
        NSpid:\t4711\t12\t3
        """;
    assertThat(ProcessStatus.parse(text)).isEqualTo(new ProcessStatus(4711, 3, -2, 6));
  }

  @Test
  void oldKernelsNameNoInnermostPid() {
    String text = "Tgid:\t4711\nPid:\t4711\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\n";
    assertThat(ProcessStatus.parse(text)).isEqualTo(new ProcessStatus(4711, 4711, 2, 6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pid:\t1\n", "Pid:\t1\nUid:\t0\nGid:\t0\n"})
  void aFileWithoutUsersIsNotKnown(String text) {
    assertThat(ProcessStatus.parse(text)).isNull();
  }
}
