// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IgnoredSignalsTest {
  private static final long SIGSEGV = 1L << 10;
  private static final long SIGPIPE = 1L << 12;

  private static long ignored() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigIgn:\t")) {
        return Long.parseUnsignedLong(line.substring("SigIgn:\t".length()), 16);
      }
    }
    throw new IOException("no SigIgn");
  }

  @Test
  void onlyWhatTheVirtualMachineCanDoWithoutIsIgnoredAgain() throws IOException {
    assertThat(ignored() & (SIGPIPE | SIGSEGV)).isZero();

    new IgnoredSignals(SIGPIPE | SIGSEGV).ignoreAgain();

    assertThat(ignored() & (SIGPIPE | SIGSEGV)).isEqualTo(SIGPIPE);
  }

  @Test
  void whatTheCallerDoesNotIgnoreStaysAsItIs() throws IOException {
    long before = ignored();

    new IgnoredSignals(0).ignoreAgain();

    assertThat(ignored()).isEqualTo(before);
  }

  @Test
  void withoutTheLauncherNoneIsKnown() {
    assertThat(IgnoredSignals.ofCaller()).isEqualTo(new IgnoredSignals(0));
  }
}
