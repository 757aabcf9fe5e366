// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A service of {@link Kills}.
 *
 * @param name its name, and that of its runtime directory
 * @param tmp the kind of its private /tmp
 * @param locked whether it has a lock
 * @param pidFile whether it has a pid file
 */
record Brood(String name, String tmp, boolean locked, boolean pidFile, Program program) {
  /** What runs. */
  sealed interface Program {
    /** What it needs of {@code run} that others do not. */
    List<String> options();

    /** The words that become it. */
    List<String> command();
  }

  /**
   * A process with children, of whom some close all descriptors and some have a session of their
   * own. All of them outlive each other.
   *
   * @param kinds one letter each: {@code k} keeps its descriptors, {@code c} closes them, {@code s}
   *     closes them and has a session of its own
   */
  record Children(String kinds) implements Program {
    private static final String SCRIPT =
        """
        use POSIX;
        $SIG{CHLD} = "IGNORE"; # children that are killed vanish
        sub rest { sleep 1000 while 1 }
        for my $kind (split //, $ARGV[0]) {
          next if fork;
          POSIX::close($_) for $kind eq "k" ? () : 3 .. 255;
          setsid if $kind eq "s";
          rest;
        }
        open my $file, ">", "$_/mark" or die $! for $ENV{RUNTIME_DIRECTORY}, "/tmp", "/var/tmp";
        syswrite STDOUT, "ready\\n";
        rest;
        """;

    @Override
    public List<String> options() {
      return List.of();
    }

    @Override
    public List<String> command() {
      return List.of("perl", "-e", SCRIPT, kinds);
    }
  }

  /** A real daemon that root starts, and whose children end with it. */
  record Daemon(Service service) implements Program {
    @Override
    public List<String> options() {
      List<String> options = new ArrayList<>(Caller.ROOT.user(service));
      options.addAll(service.options(Caller.ROOT));
      return options;
    }

    @Override
    public List<String> command() {
      return List.of("sh", "-euc", service.start());
    }
  }

  /** A random one. */
  static Brood random(String name, Program program, Random random) {
    return new Brood(
        name,
        random.nextBoolean() ? "tmpfs" : "disk",
        random.nextBoolean(),
        random.nextBoolean(),
        program);
  }

  /** Random children. */
  static Program children(Random random) {
    StringBuilder kinds = new StringBuilder();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      kinds.append("kcs".charAt(random.nextInt(3)));
    }
    return new Children(kinds.toString());
  }

  /** The words that start it. */
  List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServiceRoot.PROGRAM,
                "run",
                "--name=" + name,
                "--runtime-directory=" + name,
                "--private-tmp=" + tmp));
    command.addAll(program.options());
    if (locked) {
      command.add("--lock=fail");
    }
    if (pidFile) {
      command.add("--pid-file=main.pid");
    }
    command.add("--");
    command.addAll(program.command());
    return command;
  }

  /** The words that try to start it once more, as a program that ends at once. */
  List<String> again() {
    return List.of(ServiceRoot.PROGRAM, "run", "--name=" + name, "--lock=fail", "--", "true");
  }

  String directory() {
    return "/run/" + name;
  }
}
