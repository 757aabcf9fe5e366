// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * The main process of a service in a {@link ServiceRoot}. It stays the same one while programs
 * become others.
 *
 * @param outer the process of nsenter(1), which waits for it
 * @param output its standard output
 * @param pid its process id inside
 * @param handle itself, as seen outside
 */
record MainProcess(Process outer, BufferedReader output, String pid, ProcessHandle handle) {
  /** Waits for a line, so that it lives for certain when it is looked up. */
  private static final String START = "echo $$; read -r _; exec \"$@\" </dev/null";

  /** Starts a command whose standard error goes to a file of this name. */
  static MainProcess start(ServiceRoot root, String name, List<String> command) throws IOException {
    List<String> shell = List.of("sh", "-c", START, "sh");
    Process outer = root.start(Stream.concat(shell.stream(), command.stream()).toList(), log(name));
    BufferedReader output = outer.inputReader(StandardCharsets.US_ASCII);
    String pid = String.valueOf(output.readLine());
    ProcessHandle handle = ServiceRoot.onlyChild(outer);
    outer.getOutputStream().write('\n');
    outer.getOutputStream().close();
    return new MainProcess(outer, output, pid, handle);
  }

  private static String log(String name) {
    return "/var/log/" + name + ".err";
  }

  /** What a command of this name wrote to its standard error. */
  static String errors(ServiceRoot root, String name) throws IOException {
    return Files.readString(root.seen(log(name)), StandardCharsets.ISO_8859_1);
  }

  boolean isAlive() {
    return handle.isAlive();
  }

  /** Kills it, and waits until it has ended. */
  void kill() {
    end(List.of(handle));
  }

  /** Kills processes, and waits until they have ended. */
  static void end(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(MainProcess::join);
  }

  /**
   * Waits until a process has ended and its parent knows. {@link ProcessHandle#onExit} looks no
   * more than three times a second at one that is not a child.
   */
  static void join(ProcessHandle process) {
    while (process.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /** Waits until nsenter(1) has ended too. */
  void awaitEnd() {
    int _ = outer.onExit().join().exitValue();
  }
}
