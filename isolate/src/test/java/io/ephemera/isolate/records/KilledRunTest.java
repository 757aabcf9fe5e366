// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whenever a run is killed while it begins, what it made can be removed by its record. */
class KilledRunTest {
  private static final String COMPLETE = "complete";
  private static final List<String> ROOMS =
      List.of(
          "io.ephemera.isolate.plan.RunPlan",
          "io.ephemera.Places",
          "io.ephemera.fs.Name",
          "io.ephemera.process.Users",
          "io.ephemera.linux.Native");

  private final JavaProgram program = JavaProgram.of(KilledRun.class, ROOMS.toArray(String[]::new));

  @Test
  void nothingIsLeftWhateverTheMoment() throws IOException, InterruptedException {
    List<String> steps = new ArrayList<>();
    String step = "";
    for (int number = 1; !step.equals(COMPLETE); number++) {
      try (TestFolder folder = TestFolder.with("run/\nstate-above/\ntmp/ 1777\n")) {
        step = runAndKill(folder.path(), number);
        steps.add(step);
        removeDead(folder.path());
        assertThat(left(folder.path().resolve("run"))).as(step).isEmpty();
        assertThat(left(folder.path().resolve("tmp"))).as(step).isEmpty();
        assertThat(left(folder.path().resolve("store"))).as(step).isEmpty();
        assertThat(left(folder.path()).stream().filter(name -> name.startsWith(".")))
            .as(step)
            .isEmpty();
      }
    }
    assertThat(steps).contains("record begun", "directory made", "frame complete", "file named");
  }

  @Test
  void directoriesAboveThatAUserLackedAreClosedToOthers() throws IOException, InterruptedException {
    assumeTrue(TestUser.isRoot(), "needs root to become another user");
    try (TestFolder folder =
        TestFolder.with("home/ 0755 65533:65533\nhome/tmp/ 0700 65533:65533\n")) {
      Path home = folder.path().resolve("home");
      List<String> command =
          new ArrayList<>(List.of("setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"));
      command.addAll(
          program
              .copiedTo(folder.path())
              .command(home.resolve("store").toString(), home.toString(), "0"));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      assertThat(process.inputReader().readLine()).isEqualTo(COMPLETE);
      assertThat(process.waitFor()).isZero();
      for (String made : List.of("run", "run/above")) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(made))))
            .isEqualTo("rwx------");
      }
    }
  }

  private String runAndKill(Path folder, int number) throws IOException, InterruptedException {
    List<String> command =
        program.command(
            folder.resolve("store").toString(), folder.toString(), String.valueOf(number));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String step = String.valueOf(process.inputReader().readLine());
    assertThat(process.waitFor()).as(step).isEqualTo(step.equals(COMPLETE) ? 0 : 137);
    return step;
  }

  private static void removeDead(Path folder) throws IOException {
    try (RunStore store = RunStore.at(Plans.bytes(folder.resolve("store")), Steps.UNOBSERVED)) {
      new Reaper(store, false, outcome -> assertThat(outcome.why()).isEmpty()).removeDead();
    }
  }

  private static List<String> left(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
