// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A service that was started in a {@link ServiceRoot}. Closing kills all its processes. */
final class RunningService implements AutoCloseable {
  /** Asks until the client gets an answer, the main process has ended, or time is over. */
  private static final String ASK =
      """
      until sh -euc "$3" sh "$2" "$1"; do kill -0 "$1" || exit 1; done
      """;

  private static final String DEADLINE = "30";

  private final ServiceRoot root;
  private final Service service;
  private final String directory;
  private final MainProcess main;

  private RunningService(ServiceRoot root, Service service, Caller caller, MainProcess main) {
    this.root = root;
    this.service = service;
    this.directory = caller.runtimeDirectory(service);
    this.main = main;
  }

  /** Starts it without waiting until it is ready: the first answer is that. */
  static RunningService start(
      ServiceRoot root, Service service, Arrangement arrangement, Caller caller)
      throws IOException {
    List<String> command = arrangement.around(service, caller);
    MainProcess main = MainProcess.start(root, service.name(), command);
    return new RunningService(root, service, caller, main);
  }

  /** What a client gets; on failure, what the service wrote to its standard error. */
  String answer() throws IOException {
    Run run = ask(root, service, directory, pid());
    return run.exitCode() == 0 ? run.out() : run + "\n" + MainProcess.errors(root, service.name());
  }

  /** Lets a client ask until it gets an answer or the main process has ended. */
  static Run ask(ServiceRoot root, Service service, String directory, String pid) {
    return root.run("timeout", DEADLINE, "sh", "-uc", ASK, "sh", pid, directory, service.client());
  }

  /** Whether it ended before a client got an answer. */
  boolean endsUnanswered() throws IOException {
    return !answer().equals(service.answer()) && !main.isAlive();
  }

  /** The path inside of its runtime directory. */
  String directory() {
    return directory;
  }

  /** The id of its main process inside. */
  String pid() {
    return main.pid();
  }

  /** A path as its main process sees it. */
  Path sees(String path) {
    return Path.of("/proc/" + main.handle().pid() + "/root" + path);
  }

  /** Its main process, which must live, and all others of it. */
  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(main.handle()), main.handle().descendants()).toList();
  }

  /** Ends the main process as an administrator does, and waits until all have ended. */
  void stop() {
    List<ProcessHandle> all = processes();
    boolean _ = main.handle().destroy();
    all.forEach(MainProcess::join);
  }

  /**
   * Kills the main process. Waits until its children have ended too, unless they outlive it.
   *
   * @return its children that may live on
   */
  List<ProcessHandle> kill() {
    List<ProcessHandle> children = main.handle().descendants().toList();
    main.kill();
    if (service.session().isPresent()) {
      return children;
    }
    children.forEach(MainProcess::join);
    return List.of();
  }

  @Override
  public void close() {
    if (main.isAlive()) {
      MainProcess.end(processes());
    }
    main.awaitEnd();
  }
}
