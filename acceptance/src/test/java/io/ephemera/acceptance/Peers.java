// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** The programs and files for comparison that {@code acceptance/fetch-peers} downloads. */
final class Peers {
  private static final int SKIPPED = 3;

  private Peers() {}

  /** The directory with all of them. Skips the test where they cannot be downloaded. */
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
