// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A command that Ephemera runs finds what it would find if the same shell had started it. */
class LeakTest {
  /** The ways to run a command. */
  private static final List<String> WAYS = List.of("temp -d", "run");

  /** What the shell does before it becomes the command, "$@", or Ephemera with this command. */
  private static final Map<String, String> CALLERS =
      Map.of(
          "as it is",
          "",
          "signals ignored",
          "trap '' PIPE XFSZ CHLD HUP INT TERM USR1 USR2",
          "signals blocked",
          "set -- perl -MPOSIX -e '"
              + "sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGHUP, SIGTERM, SIGUSR1)); exec @ARGV' \"$@\"",
          "few descriptors",
          "ulimit -n 300",
          "core files",
          "echo 0x31 >/proc/self/coredump_filter; ulimit -c 1000",
          "umask and priority",
          "umask 077; set -- nice -n 5 \"$@\"",
          "descriptors",
          "set -- perl -MPOSIX -e 'my $null = POSIX::open(\"/dev/null\");"
              + " POSIX::dup2($null, $_) for 5, 9, 17; POSIX::close($null); exec @ARGV' \"$@\"",
          "a passed socket",
          "exec 3</dev/null; export LISTEN_FDS=1 LISTEN_FDNAMES=x",
          "a removed directory",
          "mkdir gone; cd gone; rmdir ../gone; unset PWD OLDPWD",
          "variables of the virtual machine",
          "export JAVA_TOOL_OPTIONS=-Da=b MALLOC_ARENA_MAX=7 CLASSPATH= LD_PRELOAD=libc.so.6");

  /** Prints one row for each fact that a process inherits. */
  private static final String PROBE =
      """
      sub text { open my $file, '<', "/proc/self/$_[0]" or return ''; local $/; <$file> }
      sub rows { my ($name, $end) = @_; map "$name $_", split $end, text($name) }
      my @stat = split / /, text('stat') =~ s/.*[)] //sr;
      my %facts = (group => 2, session => 3, terminal => 4, foreground => 5, nice => 16, policy => 38);
      print map "$_\\n",
        (map { rows($_, "\\n") } qw(status limits coredump_filter oom_score_adj timerslack_ns
          personality cgroup autogroup mountinfo)),
        (sort(rows('environ', "\\0"))),
        (map "stat $_ $stat[$facts{$_}]", sort keys %facts),
        (map "$_ " . readlink "/proc/self/$_", qw(cwd root), map "ns/$_", qw(mnt pid user net ipc)),
        (grep !m{ /proc/}, map "fd $_ " . (readlink "/proc/self/fd/$_" // '/proc/'), 0 .. 99);
      """;

  /** The rows that differ, and why. */
  private static final Map<String, String> MEANT =
      Map.of(
          "status (Pid|Tgid|NSpid|NStgid|PPid):.*", "each run has a process of its own",
          "status (Vm|Rss|Hugetlb|FDSize|SigQ|nonvol|vol).*", "they vary from run to run",
          "status SigIgn:.*", "compared as ignored(), without signals that cannot be kept",
          "fd [012] .*", "each run has streams of its own",
          "environ (TMPDIR|_)=.*", "the temporary directory; the program that a shell started last",
          "fd \\d+ .*/ephemera-.*", "the lock on the temporary directory, which is inherited");

  /**
   * SIGCHLD: dash and bash, which run the launcher, set its default action. 32 and 33: glibc's
   * posix_spawn(3) ignores the signals of its threads; a program that uses threads handles them.
   */
  private static final long NOT_KEPT = 1L << 16 | 1L << 31 | 1L << 32;

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  static Stream<Arguments> waysAndCallers() {
    return WAYS.stream()
        .flatMap(way -> CALLERS.keySet().stream().sorted().map(name -> Arguments.of(way, name)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("waysAndCallers")
  void theCommandFindsWhatItWouldFindFromTheSameShell(String way, String caller) {
    String setUp = Objects.requireNonNull(CALLERS.get(caller));
    List<String> fromShell = probe(setUp, "");
    List<String> fromEphemera = probe(setUp, "\"$E\" " + way + " -- ");

    assertThat(ignored(fromEphemera)).isEqualTo(ignored(fromShell));
    assertThat(withoutMeant(fromEphemera))
        .contains("coredump_filter " + value(fromShell, "coredump_filter"))
        .isEqualTo(withoutMeant(fromShell));
  }

  /** What the probe prints if it is run by this prefix of a command line. */
  private List<String> probe(String caller, String prefix) {
    String script =
        "cd "
            + folder.path()
            + "\nset -- "
            + prefix
            + "perl -e \"$PROBE\"\n"
            + caller
            + "\nexec \"$@\"";
    Map<String, String> environment =
        Map.of(
            "PATH",
            Checkout.PATH,
            "TMPDIR",
            folder.path().toString(),
            "E",
            Checkout.file("ephemera").toString(),
            "PROBE",
            PROBE);
    Run run = Run.of(environment, List.of("sh", "-uc", script));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out().lines().toList();
  }

  private static List<String> withoutMeant(List<String> rows) {
    Pattern meant = Pattern.compile(String.join("|", MEANT.keySet()));
    return rows.stream().filter(row -> !meant.matcher(row).matches()).toList();
  }

  private static long ignored(List<String> rows) {
    return Long.parseUnsignedLong(value(rows, "status SigIgn:"), 16) & ~NOT_KEPT;
  }

  private static String value(List<String> rows, String name) {
    return rows.stream()
        .filter(row -> row.startsWith(name))
        .map(row -> row.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
