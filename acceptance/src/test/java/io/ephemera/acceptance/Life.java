// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    return "ready".equals(main.output().readLine());
  }

  /**
   * Kills its main process.
   *
   * @return whether it was still being set up
   */
  boolean killMain() throws IOException {
    main.kill();
    return !main.output().ready();
  }

  /** Its living processes, once it is set up: those with its environment. */
  List<ProcessHandle> members() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(this::isMember).toList();
    }
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

  boolean isAlive() {
    return !members().isEmpty();
  }

  /** Paths, inodes and sizes of all that it has, as a living member sees it. */
  String possessions() {
    List<String> find = List.of("find", "-H", brood.directory().substring(1), "tmp", "var/tmp");
    List<String> format = List.of("-printf", "%p %i %y %m %U:%G %s\n");
    String directory = "/proc/" + members().getFirst().pid() + "/root";
    List<String> enter = List.of("env", "--chdir=" + directory);
    List<String> command = Stream.of(enter, find, format).flatMap(List::stream).toList();
    return Run.of(Map.of("PATH", Checkout.PATH), command).toString();
  }

  /** What it wrote to its standard error. */
  String errors() throws IOException {
    return MainProcess.errors(root, brood.name());
  }

  /** Kills all of its processes. */
  void end() {
    MainProcess.end(members());
    main.awaitEnd();
  }
}
