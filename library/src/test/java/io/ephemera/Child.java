// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Java process of its own that runs a class of the tests, and says over a pipe where it is. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The command line for a class and its arguments. */
  static List<String> command(Class<?> main, String... arguments) {
    String base = System.getProperty("basedir");
    List<String> path = new ArrayList<>();
    for (String classes : List.of("target/test-classes", "target/classes")) {
      path.add(base + "/" + classes);
    }
    for (String room : List.of("process", "fs", "linux")) {
      path.add(base + "/../" + room + "/target/classes");
    }
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", String.join(":", path)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  static Child start(List<String> command) throws IOException {
    return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** What it says next, on either output. */
  String said() throws IOException {
    return String.valueOf(output.readLine());
  }

  /** kill(2) with SIGKILL, and waits until it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its own end. */
  int end() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
