// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of time and rate, and the progress of a long run. */
class LimitsTest {
  private static final int FILES = 30;

  @TempDir Path root;

  private void files() throws IOException {
    Path directory = Files.createDirectories(root.resolve("old"));
    for (int i = 0; i < FILES; i++) {
      Files.createFile(directory.resolve("f" + i));
    }
  }

  private Run remove(String... options) {
    String[] all = new String[options.length + 5];
    all[0] = "tmpfiles";
    all[1] = "--remove";
    all[2] = "--inline";
    all[3] = "--root=" + root;
    System.arraycopy(options, 0, all, 4, options.length);
    all[all.length - 1] = "R /old";
    return Checkout.ephemera(all);
  }

  @Test
  void aRunThatExceedsItsTimeLimitCanBeContinued() throws IOException {
    files();

    Run stopped = remove("--time-limit=1us");

    assertThat(stopped.exitCode()).isEqualTo(75);
    assertThat(stopped.err())
        .isEqualTo(
            "ephemera tmpfiles: the time limit expired before everything was done;"
                + " run it again to continue\n");
    assertThat(root.resolve("old/f0")).exists();
    assertThat(remove("--time-limit=1h")).isEqualTo(new Run(0, "", ""));
    assertThat(root.resolve("old")).doesNotExist();
  }

  @Test
  void theSummaryInJsonCountsEntries() throws IOException {
    files();

    Run run = remove("--json");

    assertThat(run.out().lines().toList().getLast())
        .contains("\"entries\":{\"seen\":31,\"removed\":31,\"bytesFreed\":")
        .endsWith("\"stopped\":false}");
  }

  @Test
  void aLongRunShowsItsProgressOnATerminal() throws IOException {
    assumeTrue(Run.of(Map.of(), List.of("script", "--version")).exitCode() == 0, "needs script(1)");
    files();
    String command =
        Checkout.file("ephemera") + " tmpfiles --remove --limit-rate=20 --inline --root=" + root;

    Run run =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of("script", "-qec", command + " 'R /old'", "/dev/null"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("[0-9]+ seen, [0-9]+ removed, [0-9.]+ [KM]?i?B freed, [0-9]+/s, 0:01")
        .containsPattern("\r\u001b\\[K31 seen, 31 removed, [^\r\n]*\r?\n$");
  }

  @Test
  void noProgressIsShownWithoutATerminal() throws IOException {
    files();

    assertThat(remove("--limit-rate=25")).isEqualTo(new Run(0, "", ""));
  }
}
