// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that holds a path until it is closed. */
final class Holder implements AutoCloseable {
  private final Process process;
  private final int pid;

  private Holder(Process process, int pid) {
    this.process = process;
    this.pid = pid;
  }

  /**
   * Starts one in a way of {@code holder.pl}, and waits until it holds the path.
   *
   * @param before a command that runs it
   * @param arguments the way and the path
   */
  static Holder start(Path directory, List<String> before, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of("perl", "-e", script()));
    command.addAll(List.of(arguments));
    return start(directory, command);
  }

  /** Starts a command that prints its pid when it holds the path, and ends with its input. */
  static Holder start(Path directory, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    String pid = output.readLine();
    if (pid == null) {
      throw new IllegalStateException("no pid from " + command.getLast());
    }
    return new Holder(process, Integer.parseInt(pid));
  }

  private static String script() throws IOException {
    try (InputStream in = Holder.class.getResourceAsStream("holder.pl")) {
      if (in == null) {
        throw new IllegalStateException("holder.pl is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** The process that holds the path, which a namespace may lie around. */
  int pid() {
    return pid;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      int ignored = process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
