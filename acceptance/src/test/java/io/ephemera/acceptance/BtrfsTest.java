// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code v}, {@code q} and {@code Q} on btrfs. Each program works in a new file system, so that
 * equal work gives equal subvolumes and quota groups with equal numbers.
 */
class BtrfsTest {

  /** The root directory is the subvolume {@code root}, number 256. */
  private static final String SCRIPT =
      """
      cd "$1"; setup=$2; lines=$3; shift 3
      umask 0
      truncate -s 300M image; mkfs.btrfs -q image >mkfs 2>&1; mkdir fs
      mount -o loop image fs; cd fs; mkdir ../work
      btrfs subvolume create root >../work/setup; mkdir root/etc root/d
      quota() { btrfs quota enable .; }
      group() { btrfs qgroup create "$1" . && btrfs qgroup assign "0/256" "$1" .; }
      acl() { "$PEER" --create --root="$PWD/root" --inline "a+ $1 - - - - $2"; }
      eval "$setup" >>../work/setup
      IFS=';'; set -f; set -- "$@" --inline $lines; unset IFS
      "$@" --root="$PWD/root" 2>../work/err && code=0 || code=$?
      echo "exit code $code"
      find root -printf '%p %y %m %U:%G\\n' | sort
      btrfs subvolume list . | sed 's/ gen [0-9]*//'
      btrfs qgroup show -pc --raw . 2>../work/quota | awk '{ print $1, $4, $5 }'
      cat ../work/err >&2
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needsBtrfs() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: loop devices are mounted");
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/mkfs.btrfs"))
            || Files.isExecutable(Path.of("/sbin/mkfs.btrfs")),
        "needs mkfs.btrfs of btrfs-progs");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          subvolumes without quotas      |                            |--create|v /v 0700;q /q 1777 7 :8;Q /Q;d /p;v /p/v 2755;v /m/n/v
          existing directory             |mkdir root/v                |--create|v /v 0700;Q /v
          existing subvolume             |quota; btrfs subvolume create root/v|--create|Q /v 0700
          wrong type replaced            |quota; echo >root/v         |--create|Q= /v 0700 7 7
          wrong type stays               |echo >root/v                |--create|v /v
          groups                         |quota                       |--create|v /a;q /b;Q /c;q /c/d;Q /c/e;q /c/e/f;Q /c/e/g;v /c/h;q /c/p/q/r
          groups of the level above      |quota; group 1/7; group 2/7 |--create|q /a;v /b
          lowest group                   |quota; group 2/7; group 4/7 |--create|Q /a;q /a/b
          no level left                  |quota; group 1/7            |--create|Q /a 0711 7 7
          no level left further down     |quota; group 2/7            |--create|Q /a;Q /a/b;q /a/c
          other file system below        |quota; mount -t tmpfs tmpfs root/d|--create|v /d/v;Q /d/Q
          default access control list    |acl /d d:u:7:rwx; chmod 2770 root/d|--create|v /d/v;v /d/w 0750
          forced                         |export SYSTEMD_TMPFILES_FORCE_SUBVOL=Yes; mv root sub; mkdir root|--create|v /v
          not forced                     |mv root sub; mkdir root     |--create|v /v
          forbidden                      |export SYSTEMD_TMPFILES_FORCE_SUBVOL=0|--create|v /v
          neither forced nor forbidden   |export SYSTEMD_TMPFILES_FORCE_SUBVOL=maybe|--create|v /v
          removed when empty             |quota; btrfs subvolume create root/d/v; btrfs subvolume create root/d/v/w; echo >root/d/v/w/f|--clean|d /d - - - 0
          removed                        |btrfs subvolume create root/d/v; btrfs subvolume create root/d/v/w; echo >root/d/v/w/f|--remove|R /d
          emptied                        |btrfs subvolume create root/d/v; echo >root/d/v/f|--remove|D /d
          removed alone                  |btrfs subvolume create root/d/v; btrfs subvolume create root/d/w; echo >root/d/w/f|--remove|r /d/v;r /d/w
          purged                         |btrfs subvolume create root/v; echo >root/v/f|--purge|v$ /v
          dry run                        |                            |--create --dry-run|v /v
          read-only                      |mount -o remount,ro .       |--create|Q /d;Q /v
          """)
  void bothProgramsDoTheSame(String name, String setup, String options, String lines)
      throws Exception {
    Path program = Checkout.file("ephemera");

    Run our = run("ours", setup, options, lines, program.toString(), "tmpfiles");
    Run their = run("theirs", setup, options, lines, Peers.systemdTmpfiles().toString());

    assertThat(our.out()).as(our.err()).isEqualTo(their.out());
    assertThat(our.out()).as(our.err()).contains("exit code ", "ID 256 ");
  }

  private Run run(String name, String setup, String options, String lines, String... program)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    Stream<String> shell =
        Stream.of("unshare", "--mount", "--propagation", "private", "sh", "-euc", SCRIPT, "sh");
    Stream<String> given = Stream.of(own.toString(), setup == null ? "" : setup, lines);
    Stream<String> command = Stream.concat(Stream.of(program), Stream.of(options.split(" ", -1)));
    Run run =
        Run.of(environment(), Stream.of(shell, given, command).flatMap(words -> words).toList());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static Map<String, String> environment() {
    return Map.of("PATH", Checkout.PATH, "LC_ALL", "C", "PEER", Peers.systemdTmpfiles().toString());
  }
}
