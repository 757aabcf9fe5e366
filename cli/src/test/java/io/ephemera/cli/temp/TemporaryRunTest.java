// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.cli.Main;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Without native methods, as here, the virtual machine handles the signals. */
class TemporaryRunTest {
  @Test
  void terminatedMachineTerminatesTheCommandFirst() throws Exception {
    try (TestFolder folder = TestFolder.create()) {
      JavaProgram program =
          JavaProgram.of(
              Main.class,
              "io.ephemera.Place",
              "io.ephemera.report.Finding",
              "io.ephemera.fs.Name",
              "io.ephemera.process.Users",
              "io.ephemera.linux.Native");
      String script = "trap 'echo heard; exit 5' TERM; echo ready; while :; do sleep 0.01; done";
      List<String> command = program.command("temp", "-d", "--", "sh", "-c", script);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("TMPDIR", folder.path().toString());
      Process process = builder.start();
      BufferedReader output = process.inputReader();
      assertThat(output.readLine()).isEqualTo("ready");

      assertThat(process.toHandle().destroy()).isTrue();

      assertThat(output.readLine()).isEqualTo("heard");
      assertThat(process.waitFor()).isEqualTo(5);
      try (Stream<Path> left = Files.list(folder.path())) {
        assertThat(left).isEmpty();
      }
    }
  }
}
