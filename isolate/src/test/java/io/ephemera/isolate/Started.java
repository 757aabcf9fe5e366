// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What became of a {@link StartingProgram}.
 *
 * @param status its exit status
 * @param pid its process id
 * @param said what it wrote to both standard streams, without the last line feed
 */
record Started(int status, long pid, String said) {
  /** The program, copied to where every user can read it. */
  static JavaProgram programIn(TestFolder folder) {
    return JavaProgram.of(
            StartingProgram.class,
            "io.ephemera.isolate.Planner",
            "io.ephemera.process.Users",
            "io.ephemera.fs.Bytes",
            "io.ephemera.linux.Fd")
        .copiedTo(folder.path());
  }

  /** How it is run. */
  static final class Launch {
    private final JavaProgram program;
    private final List<String> before = new ArrayList<>();
    private final List<String> properties = new ArrayList<>();

    Launch(JavaProgram program) {
      this.program = program;
    }

    /** With a program in front of it. */
    Launch under(String... words) {
      before.addAll(Arrays.asList(words));
      return this;
    }

    /** With a system property. */
    Launch withProperty(String name, String value) {
      properties.add("-D" + name + "=" + value);
      return this;
    }

    /** Runs it with options and a command. */
    Started run(String... arguments) throws IOException, InterruptedException {
      List<String> words = new ArrayList<>(before);
      List<String> command = program.command(arguments);
      words.add(command.getFirst());
      words.addAll(properties);
      words.addAll(command.subList(1, command.size()));
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return new Started(process.waitFor(), process.pid(), said.stripTrailing());
    }
  }
}
