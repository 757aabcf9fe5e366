// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.List;

/**
 * Replaces variables in the words of a command, systemd.service(5). The room {@code units} will do
 * it; until then, no command has such words.
 */
interface Expansion {
  /** The one that is used. */
  Expansion USED =
      (words, environment) -> {
        throw new RunException(Failure.USAGE, "variables in arguments cannot be replaced yet");
      };

  /**
   * The words that the command gets.
   *
   * @param environment entries {@code NAME=value} of the command
   */
  List<Bytes> expand(List<Bytes> words, List<Bytes> environment) throws RunException;
}
