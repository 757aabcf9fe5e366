// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small service of {@link Kills}: a process with children, of whom some close all descriptors and
 * some have a session of their own.
 *
 * @param name its name, and that of its runtime directory
 * @param tmp the kind of its private /tmp
 * @param locked whether it has a lock
 * @param pidFile whether it has a pid file
 * @param children one letter each: {@code k} keeps its descriptors, {@code c} closes them, {@code
 *     s} closes them and has a session of its own
 */
record Brood(String name, String tmp, boolean locked, boolean pidFile, String children) {
  private static final String PROGRAM =
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

  /** A random one. */
  static Brood random(String name, Random random) {
    StringBuilder children = new StringBuilder();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      children.append("kcs".charAt(random.nextInt(3)));
    }
    return new Brood(
        name,
        random.nextBoolean() ? "tmpfs" : "disk",
        random.nextBoolean(),
        random.nextBoolean(),
        children.toString());
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
    if (locked) {
      command.add("--lock=fail");
    }
    if (pidFile) {
      command.add("--pid-file=main.pid");
    }
    command.addAll(List.of("--", "perl", "-e", PROGRAM, children));
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
