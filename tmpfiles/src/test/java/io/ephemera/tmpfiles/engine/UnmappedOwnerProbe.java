// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.report.Outcome;
import java.nio.file.Path;
import java.util.List;

/** Carries out a line with {@code --create} below a directory, and prints the outcomes. */
final class UnmappedOwnerProbe {
  private UnmappedOwnerProbe() {}

  public static void main(String... arguments) {
    EngineRun run = EngineRun.of(Path.of(arguments[0]), List.of(arguments[1]), List.of("--create"));
    for (Outcome outcome : run.outcomes()) {
      String reason = outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
      System.out.println(outcome.kind().id() + " " + run.words(outcome.step()) + reason);
    }
  }
}
