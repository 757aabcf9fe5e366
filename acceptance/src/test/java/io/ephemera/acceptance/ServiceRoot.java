// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A running Debian system without systemd, below an overlay of the root of {@code
 * acceptance/service-root}: in namespaces of its own for mounts, processes, IPC, network and host
 * name, with a /dev, /run, /tmp and /proc of its own, and with the program's lines for tmpfiles.d.
 * The checkout is on {@link #CHECKOUT} and the JDK on {@link #JDK}, read-only. alice and mallory
 * are users who may log in; alice and the users of services have a directory for XDG_RUNTIME_DIR.
 * All of it ends when it is closed, and when the tests end in whatever way.
 */
final class ServiceRoot implements AutoCloseable {
  static final String CHECKOUT = "/opt/ephemera";
  static final String PROGRAM = CHECKOUT + "/ephemera";

  /** The JDK that runs the tests. */
  static final String JDK = "/opt/jdk";

  private static final int SKIPPED = 3;

  private static final String BOOT =
      """
      cd "$1"
      mkdir -p overlay
      mount -t tmpfs tmpfs overlay
      cd overlay
      mkdir up work root
      mount -t overlay -o lowerdir=../root,upperdir=up,workdir=work overlay root
      cd root
      mkdir opt/ephemera opt/jdk
      mount --bind "$2" opt/ephemera
      mount -o remount,bind,ro opt/ephemera
      mount --bind "$4" opt/jdk
      mount -o remount,bind,ro opt/jdk
      mount -t proc proc proc
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
      echo 'alice:x:5001:5001::/:/bin/sh' >>etc/passwd
      echo 'alice:x:5001:' >>etc/group
      echo 'mallory:x:6666:6666::/nonexistent:/bin/sh' >>etc/passwd
      echo 'mallory:x:6666:' >>etc/group
      mkdir -p etc/tmpfiles.d
      cp "$2"/packaging/tmpfiles.d/*.conf usr/lib/tmpfiles.d/
      pivot_root . mnt
      exec chroot . sh -euc "$3"
      """;

  /** Process 1 waits for its children, all that lost their parents, until its input ends. */
  private static final String INIT =
      """
      umount -l /mnt
      mount --make-rshared /
      perl -MSocket -e 'socket(my $s, AF_INET, SOCK_DGRAM, 0) or die $!;
        my $up = pack("a16 s x22", "lo", 1); # IFF_UP
        ioctl($s, 0x8914, $up) or die $!' # SIOCSIFFLAGS
      for user in alice lp postgres redis www-data; do
        install -d -m 700 -o $user -g $user /run/user/$user
      done
      echo ready
      cat
      """;

  private final Process process;
  private final long init;

  private ServiceRoot(Process process, long init) {
    this.process = process;
    this.init = init;
  }

  /** Starts one. Skips the test where that is not possible. */
  static ServiceRoot boot() throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    Checkout.assumeReadableByOthers();
    ProcessBuilder builder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--pid",
                "--ipc",
                "--net",
                "--uts",
                "--fork",
                "--kill-child",
                "--propagation",
                "private",
                "sh",
                "-euc",
                BOOT,
                "sh",
                folder(),
                Checkout.file("").toString(),
                INIT,
                System.getProperty("java.home"))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().put("PATH", Checkout.PATH);
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    if (!"ready".equals(output.readLine())) {
      throw new IllegalStateException("the root of services does not start");
    }
    return new ServiceRoot(process, onlyChild(process).pid());
  }

  /** Starts one in which these services can be started. */
  static ServiceRoot boot(List<Service> services) throws IOException {
    ServiceRoot root = boot();
    services.forEach(service -> root.script(service.prepare()));
    return root;
  }

  private static String folder() {
    Run run = Checkout.run(Map.of("PATH", Checkout.PATH), Checkout.file("acceptance/service-root"));
    Assumptions.assumeTrue(run.exitCode() != SKIPPED, run.err().strip());
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    return run.out().strip();
  }

  /** The process that unshare(1) or nsenter(1) started, as process ids are outside. */
  static ProcessHandle onlyChild(Process process) {
    return process.children().findFirst().orElseThrow();
  }

  /** The path outside of a path inside. */
  Path seen(String path) {
    return Path.of("/proc/" + init + "/root" + path);
  }

  /** Runs a command as root. */
  Run run(String... command) {
    return run(List.of(command));
  }

  Run run(List<String> command) {
    return Run.of(Map.of("PATH", Checkout.PATH), inside(command));
  }

  /** Runs a shell script as root, and requires that it succeeds. */
  String script(String script, String... arguments) {
    Run run =
        run(Stream.concat(Stream.of("sh", "-euc", script, "sh"), Stream.of(arguments)).toList());
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.toString());
    }
    return run.out();
  }

  /**
   * Everything that a run may leave: files, locks, mounts and System V IPC, but not the place of
   * all records.
   */
  String state() {
    return script(
        """
        find /run /tmp /var/tmp /dev/shm -mindepth 1 ! '(' -name ephemera -type d ')' | LC_ALL=C sort
        cat /proc/1/mountinfo /proc/sysvipc/*
        """);
  }

  /**
   * Starts a command as root.
   *
   * @param err the path inside of a file for its standard error
   */
  Process start(List<String> command, String err) {
    ProcessBuilder builder = new ProcessBuilder(inside(command)).redirectError(seen(err).toFile());
    builder.environment().clear();
    builder.environment().put("PATH", Checkout.PATH);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> inside(List<String> command) {
    List<String> enter = List.of("nsenter", "--target=" + init, "--all", "--");
    return Stream.concat(enter.stream(), command.stream()).toList();
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
