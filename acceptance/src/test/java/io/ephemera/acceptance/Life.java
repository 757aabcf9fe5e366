// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@link Brood} that was started: its processes, of which some may have ended. */
final class Life {
  private final ServiceRoot root;
  private final Brood brood;
  private final MainProcess main;

  private Life(ServiceRoot root, Brood brood, MainProcess main) {
    this.root = root;
    this.brood = brood;
    this.main = main;
  }

  /** Starts one, and returns when the program that sets it up begins. */
  static Life start(ServiceRoot root, Brood brood) throws IOException {
    return new Life(root, brood, MainProcess.start(root, brood.name(), brood.command()));
  }

  Brood brood() {
    return brood;
  }

  /** Waits until it is ready, or has ended: false. */
  boolean awaitReady() throws IOException {
    return switch (brood.program()) {
      case Brood.Children _ -> "ready".equals(main.output().readLine());
      case Brood.Daemon(Service service) ->
          RunningService.ask(root, service, brood.directory(), main.pid()).exitCode() == 0;
    };
  }

  /**
   * Kills its main process, which is still being set up if a moment before it had not said that it
   * is ready.
   *
   * @return whether it had not said so
   */
  boolean killMain() throws IOException {
    kill(main.handle());
    return !main.output().ready();
  }

  /** Kills one of its processes, and waits until those have ended that end with it. */
  void kill(ProcessHandle member) {
    Optional<Path> mounts = ownMounts(member);
    MainProcess.end(List.of(member));
    if (brood.program() instanceof Brood.Daemon && mounts.isPresent()) {
      ProcessHandle.allProcesses()
          .filter(one -> mounts.equals(mounts(one)))
          .forEach(MainProcess::join);
    }
  }

  /** The mount namespace of a process that has one of its own. */
  private Optional<Path> ownMounts(ProcessHandle process) {
    Optional<Path> shared = namespace(root.seen("/proc/1"));
    return mounts(process).filter(mounts -> !Optional.of(mounts).equals(shared));
  }

  private static Optional<Path> mounts(ProcessHandle process) {
    return namespace(Path.of("/proc/" + process.pid()));
  }

  /** The mount namespace of a process that may have ended. */
  private static Optional<Path> namespace(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("ns/mnt")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Its living processes, once it is set up: those with its environment. A daemon is taken for its
   * main process: others of it may overwrite their environment, as those of PostgreSQL do.
   */
  List<ProcessHandle> members() {
    return switch (brood.program()) {
      case Brood.Children _ -> ProcessHandle.allProcesses().filter(this::isMember).toList();
      case Brood.Daemon _ -> Stream.of(main.handle()).filter(ProcessHandle::isAlive).toList();
    };
  }

  private boolean isMember(ProcessHandle one) {
    try {
      Path environment = Path.of("/proc/" + one.pid() + "/environ");
      String entry = "RUNTIME_DIRECTORY=" + brood.directory();
      String all = Files.readString(environment, StandardCharsets.ISO_8859_1);
      return List.of(all.split("\0", -1)).contains(entry);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether its main process lives, also while it is being set up. */
  boolean runs() {
    return main.isAlive();
  }

  boolean isAlive() {
    return !members().isEmpty();
  }

  /** Paths, inodes and sizes of all that it has, as a living member sees it. */
  String possessions() {
    List<String> find = List.of("find", "-H", brood.directory().substring(1), "tmp", "var/tmp");
    List<String> lasting = List.of("!", "-name", Xvfb.FOR_A_MOMENT);
    String format = "%p %i %y %m %U:%G";
    List<String> print =
        List.of(
            "(", "-type", "d", "-printf", format + "\n", "-o", "-printf", format + " %s\n", ")");
    String directory = "/proc/" + members().getFirst().pid() + "/root";
    List<String> enter = List.of("env", "--chdir=" + directory);
    List<String> command = Stream.of(enter, find, lasting, print).flatMap(List::stream).toList();
    return Run.of(Map.of("PATH", Checkout.PATH), command).toString();
  }

  /** What it wrote to its standard error. */
  String errors() throws IOException {
    return MainProcess.errors(root, brood.name());
  }

  /** Kills all of its processes. */
  void end() {
    members().forEach(this::kill);
    main.awaitEnd();
  }
}
