// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Both cleaners with age 0 on live and dead sockets: systemd-tmpfiles identifies a socket by the
 * path it was bound to, Ephemera also by its inode.
 */
class CleanedSocketsTest {
  private static final String SCENE =
      """
      set -eu
      program=$1
      mkdir -m 0755 /tmp/d /tmp/d/locked /tmp/d/unlocked
      mkfifo /tmp/ready
      perl -MSocket -e '
        sub bound { socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die; bind($s, sockaddr_un($_[0])) or die "$_[0]: $!"; $s }
        bound("/tmp/d/dead"); bound("/tmp/d/x"); rename "/tmp/d/x", "/tmp/d/dead-renamed";
        bound("/tmp/d/locked/dead"); bound("/tmp/d/unlocked/dead");
        my @kept = map { bound("/tmp/d/$_") } "live", "y", "locked/live";
        listen $kept[0], 5 or die;
        rename "/tmp/d/y", "/tmp/d/live-renamed" or die;
        opendir my $d, "/tmp/d" or die;
        push @kept, bound("/proc/self/fd/" . fileno($d) . "/live-through-descriptor");
        opendir my $u, "/tmp/d/unlocked" or die;
        push @kept, bound("/proc/self/fd/" . fileno($u) . "/live-through-descriptor");
        open my $l, "<", "/tmp/d/locked" or die;
        push @kept, bound("/proc/self/fd/" . fileno($l) . "/live-through-descriptor");
        flock $l, 1 or die;
        open my $ready, ">", "/tmp/ready"; close $ready; sleep 1000' &
      cat /tmp/ready
      echo 'd /tmp/d - - - 0' >/tmp/conf
      "$program" --clean /tmp/conf
      (cd /tmp/d; find . -type s | sort)
      kill $!
      """;

  /**
   * The sockets that remain where only their paths are known, and the one in a locked directory.
   */
  private static final String KNOWN_BY_PATH =
      """
      ./live
      ./locked/dead
      ./locked/live
      ./locked/live-through-descriptor
      """;

  /** Alone: where a network namespace of others cannot be asked, all their sockets are unknown. */
  private static final List<String> OWN_PROCESSES =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c");

  private static Run run(String script, String program) {
    try (PrivateTmp tmp = PrivateTmp.create("")) {
      return tmp.run(
          Stream.concat(OWN_PROCESSES.stream(), Stream.of(script, "sh", program)).toList());
    }
  }

  @Test
  void liveSocketsAreKeptAndDeadOnesRemoved() {
    Run run = run(SCENE, PrivateTmp.PROGRAM);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            ./live
            ./live-renamed
            ./live-through-descriptor
            ./locked/dead
            ./locked/live
            ./locked/live-through-descriptor
            ./unlocked/live-through-descriptor
            """);
  }

  @Test
  void systemdTmpfilesKeepsSocketsAtTheirBoundPathAndLockedDirectories() {
    Run run = run(SCENE, PrivateTmp.pathOf(Peers.systemdTmpfiles()));

    assertThat(run.out()).isEqualTo(KNOWN_BY_PATH);
  }

  /** The program under a filter that denies netlink sockets, seccomp(2), as in many sandboxes. */
  private static final String WITHOUT_NETLINK =
      """
      cat >/tmp/sandboxed <<'EOF'
      #!/usr/bin/perl
      my ($prctl, $socket) = `uname -m` =~ /aarch64/ ? (167, 198) : (157, 41);
      my $filter = join '', map { pack 'SCCL', @$_ }
        [0x20, 0, 0, 0], [0x15, 0, 3, $socket], [0x20, 0, 0, 16], [0x15, 0, 1, 16],
        [0x06, 0, 0, 0x50000 | 97], [0x06, 0, 0, 0x7fff0000];
      my $program = pack 'S x6 P', 6, $filter;
      syscall($prctl, 38, 1, 0, 0, 0) == 0 && syscall($prctl, 22, 2, $program) == 0 or die "$!";
      exec '/tmp/systemd-tmpfiles', @ARGV;
      EOF
      chmod +x /tmp/sandboxed
      """;

  @Test
  void boundPathsDecideWhereTheKernelReportsNoInodes() {
    Run run = run(WITHOUT_NETLINK + SCENE, "/tmp/sandboxed");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(KNOWN_BY_PATH);
  }

  /** A file system for which stat(2) shows another device number than the kernel's own. */
  private static final String OVERLAY =
      """
      set -eu
      mkdir /tmp/upper /tmp/work /tmp/d
      mount -t overlay -o lowerdir=/usr/share,upperdir=/tmp/upper,workdir=/tmp/work overlay /tmp/d || exit 3
      mkfifo /tmp/ready
      perl -MSocket -e '
        sub bound { socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die; bind($s, sockaddr_un($_[0])) or die "$_[0]: $!"; $s }
        bound("/tmp/d/dead"); my @kept = bound("/tmp/d/x"); rename "/tmp/d/x", "/tmp/d/live-renamed" or die;
        open my $ready, ">", "/tmp/ready"; close $ready; sleep 1000' &
      cat /tmp/ready
      [ "$(stat -c %d /tmp/d)" != "$(stat -c %d /tmp/d/live-renamed)" ] || exit 3
      echo 'd /tmp/d - - - 0' >/tmp/conf
      "$1" --clean /tmp/conf
      ls /tmp/d
      kill $!
      """;

  @Test
  void aRenamedLiveSocketIsKeptOnAnOverlayFileSystem() {
    Run run = run(OVERLAY, PrivateTmp.PROGRAM);

    Assumptions.assumeTrue(
        run.exitCode() != 3, "needs an overlay file system that shows device numbers of its own");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("live-renamed\n");
  }
}
