// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.Native.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls during a storm of signals whose handler was set without SA_RESTART, signal(7). The handler
 * is {@code abs} of C, which is harmless.
 */
class InterruptionTest extends LinuxTestCase {
  private static final Gate GATE = Gate.open();
  private static final int SIGUSR1 = 10;
  private static final long SIG_IGN = 1;

  /** Signals a thread until it has to stop or, if a fifo is named, 200 times. */
  private static final String STORM =
      """
      use POSIX (); use Fcntl;
      my ($process, $thread, $fifo) = @ARGV;
      my $call = (POSIX::uname())[4] eq 'aarch64' ? 131 : 234;
      for (my $n = 0; $fifo eq '' || $n < 200; $n++) {
        last if syscall($call, $process + 0, $thread + 0, 10) != 0;
        select undef, undef, undef, 0.0005;
      }
      sysopen my $out, $fifo, O_WRONLY or die $!;
      syswrite $out, 'data';
      """;

  @BeforeEach
  void handle() {
    long harmless = GATE.symbol("abs");
    assertThat(c("signal", SIGUSR1, harmless)).isNotEqualTo(-1);
    assertThat(c("siginterrupt", SIGUSR1, 1)).isZero();
    ok(At.mknodat(dir, bytes("fifo"), Constants.S_IFIFO | 0600, 0, 0));
  }

  @AfterEach
  void ignore() {
    assertThat(c("signal", SIGUSR1, SIG_IGN)).isNotEqualTo(-1);
  }

  private static long c(String function, long a, long b) {
    return Native.call(function, a, b, 0, 0, 0);
  }

  private static Process storm(String fifo) throws IOException {
    Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    String process = self.getName(0).toString();
    return new ProcessBuilder("perl", "-e", STORM, process, self.getFileName().toString(), fifo)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void anInterruptedCallIsRepeated() throws Exception {
    try (Fd fifo = open("fifo", Constants.O_RDWR)) {
      byte[] read = new byte[4];
      Process storm = storm(path("fifo").toString());
      assertThat(Io.read(fifo, read, 0, 4)).isEqualTo(4);
      assertThat(read).isEqualTo(bytes("data"));
      assertThat(storm.waitFor()).isZero();
    }
  }

  @Test
  void withoutRepeatingTheCallIsInterrupted() throws Exception {
    try (Fd fifo = open("fifo", Constants.O_RDWR)) {
      Scratch s = Scratch.mine();
      Process storm = storm("");
      long data = s.at(Scratch.DATA);
      long result = GATE.syscall(s, Abi.READ, fifo.number(), data, 4, 0, 0, 0);
      storm.destroy();
      int ignored = storm.waitFor();
      assertThat(result).isEqualTo(-EINTR);
    }
  }
}
