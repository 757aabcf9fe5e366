// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Both cleaners with age 0 over live and dead sockets: systemd-tmpfiles knows a socket by the path
 * that it was bound to only; we know its inode, too.
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

  private static Run clean(String program) {
    try (PrivateTmp tmp = PrivateTmp.create("")) {
      return tmp.run(List.of("sh", "-c", SCENE, "sh", program));
    }
  }

  @Test
  void everyLivingSocketStaysAndEveryDeadOneGoes() {
    Run run = clean(PrivateTmp.PROGRAM);
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
  void systemdTmpfilesKeepsThoseWhosePathTheKernelKnowsAndWhatIsLocked() {
    Path peer = Peers.systemdTmpfiles();
    String home = Checkout.file("").toString();
    Run run = clean(peer.toString().replace(home + "/", "/mnt/"));
    assertThat(run.out())
        .isEqualTo(
            """
            ./live
            ./locked/dead
            ./locked/live
            ./locked/live-through-descriptor
            """);
  }

  /** Runs a program that may not make netlink sockets, seccomp(2), as many sandboxes have it. */
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
  void whereTheKernelDoesNotTellInodesPathsDecide() {
    try (PrivateTmp tmp = PrivateTmp.create("")) {
      String script = WITHOUT_NETLINK + SCENE;
      Run run = tmp.run(List.of("sh", "-c", script, "sh", "/tmp/sandboxed"));
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .isEqualTo(
              """
              ./live
              ./locked/dead
              ./locked/live
              ./locked/live-through-descriptor
              """);
    }
  }

  /** Where stat(2) shows another device for a file than the kernel's for the file system. */
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
      /tmp/systemd-tmpfiles --clean /tmp/conf
      ls /tmp/d
      kill $!
      """;

  @Test
  void onAnOverlayAsWell() {
    try (PrivateTmp tmp = PrivateTmp.create("")) {
      Run run = tmp.run(List.of("sh", "-c", OVERLAY, "sh"));
      Assumptions.assumeTrue(run.exitCode() != 3, "needs an overlay with devices of its own");
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).isEqualTo("live-renamed\n");
    }
  }
}
