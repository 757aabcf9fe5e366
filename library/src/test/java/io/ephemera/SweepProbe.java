// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Sweeps a directory as whoever runs it, first for nothing. */
final class SweepProbe {
  private SweepProbe() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    for (Sweeper.Result sweep :
        List.of(Sweeper.dryRun(directory, args[1]), Sweeper.sweep(directory, args[1]))) {
      System.out.println(
          sweep.removed().size() + " " + sweep.held().size() + " " + sweep.failed().size());
    }
  }
}
