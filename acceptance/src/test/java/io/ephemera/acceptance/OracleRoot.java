// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The newest systemd of Debian as process 1 of namespaces of its own (mounts, processes, control
 * groups, IPC, network, host name), below an overlay of the root of {@code
 * acceptance/fetch-oracle}. The checkout is on {@link #CHECKOUT}, read-only; {@link #PROBE} is what
 * units run, and {@link #RESULTS} holds what it found. {@code /opt/oracle/watched} lists the paths
 * that the probe tries. There are users with and without a login, and files in {@code /srv} and
 * {@code /home} to protect. All of it ends when it is closed, and when the tests end in whatever
 * way.
 */
final class OracleRoot implements AutoCloseable {
  static final String CHECKOUT = "/opt/ephemera";
  static final String PROGRAM = CHECKOUT + "/ephemera";
  static final String PROBE = "/opt/oracle/probe";
  static final String RESULTS = "/var/oracle";

  /** A variable of process 1, and of the callers of {@code run}, for PassEnvironment=. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", Checkout.PATH, "ORACLE_PASSED", "from the manager", "ORACLE_TWO", "$HOME 2");

  private static final int SKIPPED = 3;

  /** Waits for the end of its input, then ends process 1 and with it everything. */
  private static final String OUTER =
      """
      groups=/sys/fs/cgroup/unified
      [ -d "$groups" ] || groups=/sys/fs/cgroup
      group=$(mktemp -d "$groups/ephemera-oracle.XXXXXX") || { echo 'skipped: needs control groups that it may create'; exit; }
      (
        echo 0 >"$group/cgroup.procs"
        exec env container=ephemera unshare --mount --pid --cgroup --uts --ipc --net --fork --kill-child --propagation private \\
          sh -euc "$1" sh "$2" "$3" "$4"
      ) </dev/null &
      cat
      kill -KILL $(cat /proc/$!/task/$!/children) $! || true
      wait || true
      n=0
      until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || [ $((n += 1)) = 100 ]; do
        sleep 0.02
      done
      """;

  /** Without what would change or look for devices of the machine. */
  private static final String BOOT =
      """
      cd "$1"
      mkdir -p overlay
      mount -t tmpfs tmpfs overlay
      cd overlay
      mkdir up work root
      mount -t overlay -o lowerdir=../root,upperdir=up,workdir=work overlay root
      cd root
      mkdir -p opt/ephemera opt/oracle
      cp "$2"/acceptance/src/test/resources/oracle/probe opt/oracle/
      chmod 755 opt/oracle/probe
      mount --bind "$2" opt/ephemera
      mount -o remount,bind,ro opt/ephemera
      mount -t proc proc proc
      mount --bind proc/sys proc/sys
      mount -o remount,bind,ro proc/sys
      mount -t sysfs -o ro sysfs sys
      mount -t cgroup2 cgroup2 sys/fs/cgroup
      mount -t tmpfs -o mode=755 tmpfs run
      mount -t tmpfs -o mode=1777 tmpfs tmp
      mount -t tmpfs -o mode=755 tmpfs dev
      for name in null zero full random urandom tty; do
        : >dev/$name
        mount --bind /dev/$name dev/$name
      done
      mkdir dev/pts
      mkdir -m 1777 dev/shm
      mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
      ln -s pts/ptmx dev/ptmx
      ln -s /proc/self/fd dev/fd
      for n in 0:in 1:out 2:err; do
        ln -s fd/${n%:*} dev/std${n#*:}
      done
      for unit in systemd-sysctl.service systemd-udevd.service systemd-timesyncd.service systemd-binfmt.service \\
        systemd-modules-load.service ldconfig.service systemd-journal-catalog-update.service systemd-tmpfiles-clean.timer \\
        sys-kernel-debug.mount sys-kernel-tracing.mount getty.target systemd-resolved.service systemd-logind.service; do
        ln -sfn /dev/null "etc/systemd/system/$unit"
      done
      ln -sfn /usr/lib/systemd/system/basic.target etc/systemd/system/default.target
      pivot_root . mnt
      exec chroot . sh -euc "$3"
      """;

  private static final String INIT =
      """
      umount -l /mnt
      mount --make-rshared /
      hostname oracle
      cat >>/etc/passwd <<'END'
      svc:x:901:901:A service:/srv/svc:/bin/sh
      nologin:x:902:902::/var/lib/nologin:/usr/sbin/nologin
      nohome:x:903:903::/nonexistent:/bin/false
      alice:x:5001:5001:Alice,,,:/home/alice:/bin/bash
      END
      cat >>/etc/group <<'END'
      svc:x:901:
      nologin:x:902:
      nohome:x:903:
      alice:x:5001:
      first:x:951:svc,alice
      second:x:952:svc
      third:x:953:
      END
      install -d -m 700 -o 901 -g 901 /srv/svc
      install -d -m 750 -o 902 -g 902 /var/lib/nologin
      install -d -m 700 -o 5001 -g 5001 /home/alice /run/user/5001
      mkdir -p /srv/data/sub/deep /srv/other /srv/out /var/oracle
      chmod 1777 /srv/data/sub
      for file in /srv/data/file /srv/data/sub/file /srv/other/file /etc/file /home/alice/file /root/file; do
        echo "$file" >$file
      done
      chown 5001:5001 /home/alice/file
      ln -s data /srv/link
      cat >/opt/oracle/watched <<'END'
      /
      /usr
      /usr/bin/perl
      /boot
      /etc
      /etc/passwd
      /home
      /home/alice
      /home/alice/file
      /root
      /root/file
      /run
      /run/user
      /run/user/5001
      /var
      /var/lib
      /var/log
      /tmp
      /var/tmp
      /dev/shm
      /dev/null
      /opt
      /proc/sys/kernel/hostname
      /srv
      /srv/data
      /srv/data/file
      /srv/data/sub
      /srv/data/sub/deep
      /srv/data/sub/file
      /srv/link
      /srv/other
      /srv/other/file
      END
      perl /opt/oracle/probe --collect /var/oracle &
      (
        until systemctl is-system-running --wait >/run/state 2>/dev/null || grep -q degraded /run/state; do
          sleep 0.02
        done
        echo ready
      ) &
      exec /usr/lib/systemd/systemd --system --log-target=journal --log-level=info --show-status=no >/dev/null 2>&1
      """;

  private final Process process;
  private final long init;

  private OracleRoot(Process process, long init) {
    this.process = process;
    this.init = init;
  }

  /** Starts one. Skips the test where that is not possible. */
  static OracleRoot boot() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    Checkout.assumeReadableByOthers();
    String checkout = Checkout.file("").toString();
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", OUTER, "sh", BOOT, folder(), checkout, INIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    String answer = String.valueOf(output.readLine());
    Assumptions.assumeFalse(answer.startsWith("skipped"), answer);
    if (!answer.equals("ready")) {
      throw new IllegalStateException("systemd does not start: " + answer);
    }
    return new OracleRoot(process, grandchild(process).pid());
  }

  private static String folder() {
    String chosen = System.getProperty("ephemera.oracle.root", "");
    String[] arguments = chosen.isEmpty() ? new String[0] : new String[] {chosen};
    Path script = Checkout.file("acceptance/fetch-oracle");
    Run run = Checkout.run(Map.of("PATH", Checkout.PATH), script, arguments);
    Assumptions.assumeTrue(run.exitCode() != SKIPPED, run.err().strip());
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    return run.out().strip();
  }

  private static ProcessHandle grandchild(Process process) {
    return process.children().flatMap(ProcessHandle::children).findFirst().orElseThrow();
  }

  /** The path outside of a path inside. */
  Path seen(String path) {
    return Path.of("/proc/" + init + "/root" + path);
  }

  /** Runs a command as root, with the variables that process 1 has. */
  Run run(List<String> command) {
    List<String> enter = List.of("nsenter", "--target=" + init, "--all", "--");
    return Run.of(ENVIRONMENT, Stream.concat(enter.stream(), command.stream()).toList());
  }

  /** Runs a shell script as root, and requires that it succeeds. */
  String script(String script, List<String> arguments) {
    Run run =
        run(Stream.concat(Stream.of("sh", "-euc", script, "sh"), arguments.stream()).toList());
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.toString());
    }
    return run.out();
  }

  /** Writes a file. */
  void write(String path, String content) throws IOException {
    Path file = seen(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int _ = process.onExit().join().exitValue();
  }
}
