// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What {@code acceptance/fetch-peers} brings: the programs and files that ours are compared with.
 */
final class Peers {
  private static final int SKIPPED = 3;

  private Peers() {}

  /** The folder with all of it. Skips the test where the machine cannot bring it. */
  static Path folder() {
    Run run = Checkout.run(Map.of("PATH", Checkout.PATH), Checkout.file("acceptance/fetch-peers"));
    Assumptions.assumeTrue(run.exitCode() != SKIPPED, run.err().strip());
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.err());
    }
    return Path.of(run.out().strip());
  }

  /** The newest systemd-tmpfiles. */
  static Path systemdTmpfiles() {
    return folder().resolve("newest/usr/bin/systemd-tmpfiles");
  }
}
