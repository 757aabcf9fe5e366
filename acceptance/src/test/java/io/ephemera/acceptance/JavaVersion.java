// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A version of Java that runs programs of users. */
enum JavaVersion {
  /** OpenJDK 21, in the root of {@code acceptance/java21-root}. */
  JAVA_21 {
    @Override
    List<String> launcher(Path folder) {
      Run run = Checkout.run(PATH, Checkout.file("acceptance/java21-root"));
      Assumptions.assumeTrue(run.exitCode() != SKIPPED, run.err().strip());
      StagedLibrary.succeed(run);
      String enter = Checkout.file("acceptance/in-java21").toString();
      return List.of(enter, run.out().strip(), "--write=" + folder, "--", "java");
    }
  },

  /** The one that runs the tests. */
  JAVA_25 {
    @Override
    List<String> launcher(Path folder) {
      return List.of(System.getProperty("java.home") + "/bin/java");
    }
  };

  private static final int SKIPPED = 3;
  private static final Map<String, String> PATH = Map.of("PATH", Checkout.PATH);

  abstract List<String> launcher(Path folder);

  /**
   * The command that runs a program. Skips the test where this version cannot be had.
   *
   * @param folder what the program sees of the machine; it may write there
   */
  List<String> command(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(launcher(folder));
    command.add("-XX:-UsePerfData");
    command.addAll(List.of(arguments));
    return command;
  }
}
