// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check} on the configuration of a whole Debian system. */
class DebianCheckTest {
  /**
   * The justified warnings: a directory for all users without the sticky bit, and, where /tmp is
   * cleaned by age, directories that only lines for the boot create.
   */
  private static final String JUSTIFIED =
      ".*/screen-cleanup\\.conf:.* warning TF015: .*|.*/x11\\.conf:.* warning TF013: .*";

  @TempDir private Path folder;

  @Test
  void onlyDangerousLinesGetAWarning() {
    Path root = folder.resolve("root");
    String peers = Peers.folder().toString();
    Path script = Checkout.file("acceptance/debian-root");
    assertThat(Checkout.run(Map.of("PATH", Checkout.PATH), script, peers, root.toString()))
        .returns(0, Run::exitCode);

    Run run = Checkout.ephemera("tmpfiles", "--check", "--root=" + root);
    List<String> grave = run.out().lines().filter(line -> !line.contains(": note TF")).toList();

    assertThat(grave)
        .anyMatch(line -> line.contains("'/run/screen'"))
        .allMatch(line -> line.matches(JUSTIFIED));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
