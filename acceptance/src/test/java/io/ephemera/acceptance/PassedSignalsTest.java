// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals and job control of a process that stays beside its command. */
class PassedSignalsTest {
  /**
   * Sends each signal when the one before has arrived. Prints what arrived in another order, twice,
   * or not at all, and how the command ended.
   */
  private static final String EACH_SIGNAL =
      """
      use Config; use Fcntl;
      my @last = ('TERM');
      my @signals = grep { !/^(ZERO|KILL|STOP|CHLD|CLD|SEGV|BUS|FPE|ILL|TRAP|SYS|IOT|POLL|UNUSED|NUM32|NUM33|NUM62|TERM)$/ }
        (split ' ', $Config{sig_name})[1 .. 64];
      pipe(my $in, my $out);
      $SIG{$_} = 'DEFAULT' for qw(INT QUIT HUP);
      my $pid = fork;
      if (!$pid) {
        fcntl($out, F_SETFD, 0);
        exec @ARGV, $^X, '-e', 'open(my $o, ">&=", shift);
          for my $s (@ARGV) { $SIG{$s} = sub { syswrite $o, "$_[0]\\n"; exit 7 if $_[0] eq "TERM" } }
          syswrite $o, "ready\\n"; select undef, undef, undef, 0.01 while 1', fileno $out, @signals, @last;
      }
      close $out; <$in>;
      for my $sent (@signals, @last) {
        kill $sent, $pid; my $got = <$in>;
        print "$sent: $got" if $got ne "$sent\\n";
      }
      print "again: $_" while <$in>;
      waitpid $pid, 0; print @signals > 48 ? 'many' : 'few', ', ', $? >> 8, "\\n";
      """;

  /**
   * A shell with job control and a terminal of its own: stops its job by the keyboard and by a
   * signal, continues it as fg does and by a signal, and interrupts it by the keyboard.
   */
  private static final String SHELL =
      """
      use POSIX ':sys_wait_h'; $| = 1;
      open(my $master, '+<', '/dev/ptmx') or die; my $n = pack 'i', 0;
      ioctl($master, 0x40045431, $n) or die; ioctl($master, 0x80045430, $n) or die; # TIOCSPTLCK, TIOCGPTN
      open(my $tty, '+<', '/dev/pts/' . unpack 'i', $n) or die; # becomes the controlling terminal
      pipe(my $in, my $out);
      $SIG{$_} = 'DEFAULT' for qw(INT QUIT HUP TSTP); $SIG{TTOU} = 'IGNORE';
      my $job = fork;
      if (!$job) {
        POSIX::setpgid(0, 0); POSIX::tcsetpgrp(fileno $tty, $$); $SIG{TTOU} = 'DEFAULT';
        open STDIN, '<&', $tty; POSIX::dup2(fileno $out, 9);
        exec @ARGV, $^X, '-e', 'open my $o, ">&=9";
          for my $s (qw(CONT INT)) { $SIG{$s} = sub { syswrite $o, "$s\\n"; exit 5 if $s eq "INT" } }
          syswrite $o, "ready\\n"; select undef, undef, undef, 0.01 while 1';
      }
      close $out; $SIG{HUP} = 'IGNORE';
      sub state {
        waitpid $job, WUNTRACED; my $status = $?;
        open my $stat, '<', "/proc/$job/stat" or return print 'exit ', $status >> 8, "\\n";
        print <$stat> =~ /\\) T/ ? "stopped\\n" : "runs\\n";
      }
      print scalar <$in>;
      syswrite $master, "\\x1a"; state();
      POSIX::tcsetpgrp(fileno $tty, POSIX::getpgrp()); POSIX::tcsetpgrp(fileno $tty, $job);
      kill CONT => -$job; print scalar <$in>;
      kill TSTP => $job; state();
      kill CONT => $job; print scalar <$in>;
      syswrite $master, "\\x03"; print <$in>; state();
      """;

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  /** Runs a script as the leader of a session, with the program as its arguments. */
  private Run perl(String script, String words) throws IOException {
    assumeTrue(
        Files.exists(Checkout.image().resolve("lib/libephemera.so")),
        "there is no C compiler (cc)");
    List<String> command = new ArrayList<>(List.of("setsid", "-w", "perl", "-e", script));
    command.add(Checkout.file("ephemera").toString());
    command.addAll(Arrays.asList(words.split(" ", -1)));
    String here = folder.path().toString();
    return Run.of(Map.of("PATH", Checkout.PATH, "TMPDIR", here, "HOME", here), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"temp -d --", "run --supervise --"})
  void eachSignalArrivesOnce(String words) throws IOException {
    assertThat(perl(EACH_SIGNAL, words)).isEqualTo(new Run(0, "many, 7\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"temp -d --", "run --supervise --"})
  void aShellStopsAndContinuesIt(String words) throws IOException {
    assertThat(perl(SHELL, words))
        .isEqualTo(new Run(0, "ready\nstopped\nCONT\nstopped\nCONT\nINT\nexit 5\n", ""));
  }
}
