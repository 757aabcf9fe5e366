// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Looks at uses as another user does, in a virtual machine of its own. */
final class Probe implements AutoCloseable {
  /** A user without privileges, who runs nothing else. */
  static final String USER = "4321";

  /** A command that runs another one as that user. */
  static final List<String> AS_USER =
      List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--");

  private final TestFolder classes = TestFolder.create();
  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param before a command that runs it, as root
   */
  Probe(String... before) throws IOException {
    JavaProgram program =
        JavaProgram.of(
                UseProbe.class,
                "io.ephemera.host.uses.UseTable",
                "io.ephemera.process.MountInfo",
                "io.ephemera.fs.Bytes",
                "io.ephemera.linux.Fd")
            .copiedTo(classes.path());
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(AS_USER);
    command.addAll(program.command());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    questions = process.outputWriter(StandardCharsets.US_ASCII);
    answers = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** What it says of a file, a line for each fact. */
  List<String> ask(FileId file) throws IOException {
    questions.write(file.device() + " " + file.inode() + "\n");
    questions.flush();
    List<String> facts = new ArrayList<>();
    for (String line = answers.readLine(); !".".equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IllegalStateException("the probe ended: " + facts);
      }
      facts.add(line);
    }
    return facts;
  }

  @Override
  public void close() throws IOException {
    questions.close();
    try {
      int ignored = process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      classes.close();
    }
  }
}
