// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RLIMIT_NOFILE of getrlimit(2) is reached at each point of a call. */
class DescriptorLimitTest {
  private final TestFolder folder = TestFolder.with("own/ 0700\n");

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void failureForLackOfDescriptorsLeaksNothing() throws IOException {
    JavaProgram program =
        JavaProgram.of(
            DescriptorProbe.class,
            "io.ephemera.Place",
            "io.ephemera.fs.Name",
            "io.ephemera.process.Users",
            "io.ephemera.linux.Native");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 150; exec \"$@\"", "sh"));
    command.addAll(program.command(folder.path().resolve("own").toString()));
    command.add(5, "-XX:-MaxFDLimit");
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.inputReader().lines())
        .containsExactly(
            "offer works, leaves nothing",
            "create works, leaves nothing",
            "named works, leaves nothing",
            "directory works, leaves nothing",
            "publish works, leaves nothing",
            "left: [run]");
  }
}
