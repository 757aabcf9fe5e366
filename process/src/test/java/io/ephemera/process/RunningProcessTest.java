// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningProcessTest {
  private static final long PID = ProcessHandle.current().pid();

  @Test
  void thisProcessIsTheSameBySelfAndByNumber() {
    RunningProcess self = Objects.requireNonNull(RunningProcess.self());
    assertThat(RunningProcess.find(PID)).isEqualTo(self);
    assertThat(self.pid()).isEqualTo(PID);
    assertThat(self.is(PID, self.start())).isTrue();
    assertThat(self.is(PID, self.start() + 1)).isFalse();
    assertThat(self.command().latin1()).contains("java").doesNotContain("\0");
    assertThat(self.command().length()).isLessThanOrEqualTo(200);
    assertThat(self.started().orElseThrow())
        .isBetween(Instant.now().minus(Duration.ofDays(1)), Instant.now());
  }

  @Test
  void noProcessHasNumberZeroOrLess() {
    assertThat(RunningProcess.find(0)).isNull();
    assertThat(RunningProcess.find(-1)).isNull();
    assertThat(RunningProcess.find(Long.MAX_VALUE)).isNull();
  }

  @Test
  void aProcessThatHasEndedIsNotFound() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    assertThat(RunningProcess.find(ended.pid())).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'Name:\tsh\nNSpid:\t4711\nVmPeak:\t1', 4711",
    "'Name:\tsh\nNSpid:\t4711\t12\t1\n', 1",
    "'Name:\tNSpid:\n', 9",
    "'NSpid:\tx\n', 9",
    "'', 9",
  })
  void theInnermostNumberIsTheLastOfNspid(String status, long innermost) {
    assertThat(RunningProcess.innermostPid(status, 9)).isEqualTo(innermost);
  }

  @ParameterizedTest
  @CsvSource({
    "'sh\0-c\0true\0', sh -c true",
    "'a\nb\tc\u001bd\u007fe', a b c d e",
    "'  sh  ', sh",
    "'\u00e9', '\u00e9'",
  })
  void controlCharactersBecomeBlanks(String words, String command) {
    assertThat(RunningProcess.onOneLine(words).latin1()).isEqualTo(command);
  }

  @Test
  void processRunsAfterItsFirstThreadHasEnded() throws Exception {
    int exit = System.getProperty("os.arch").equals("aarch64") ? 93 : 60; // of one thread, _exit(2)
    String script =
        "use threads; $|=1; threads->create(sub { sleep 1000 });"
            + " print \"ready\\n\"; syscall(%d, 0)".formatted(exit);
    Process process = new ProcessBuilder("perl", "-e", script).start();
    try {
      assumeTrue("ready".equals(process.inputReader().readLine()), "needs perl with threads");
      while (!Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ")) {
        Thread.onSpinWait();
      }
      assertThat(RunningProcess.find(process.pid())).isNotNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void idOfAThreadIsThatOfNoProcess() throws Exception {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        long id = Long.parseLong(thread.getFileName().toString());
        if (id != PID) {
          assertThat(RunningProcess.look(id)).isEqualTo(new RunningProcess.Ended());
        }
      }
    }
  }
}
