// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What a run depends on besides its request.
 *
 * @param variables the environment variables
 * @param standardInput read for the argument {@code -}
 * @param clock the current time, in microseconds since 1970
 * @param progress counts what the run does, within its limits
 * @param inUse whether a directory belongs to a service that runs: ageing leaves it alone
 */
public record RunEnvironment(
    Variables variables,
    ConfigurationSources.StandardInput standardInput,
    LongSupplier clock,
    Progress progress,
    Predicate<Stat> inUse) {

  /** Nothing is known of services. */
  public RunEnvironment(
      Variables variables,
      ConfigurationSources.StandardInput standardInput,
      LongSupplier clock,
      Progress progress) {
    this(variables, standardInput, clock, progress, directory -> false);
  }
}
