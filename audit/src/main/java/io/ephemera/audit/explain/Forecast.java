// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.Stat;
import io.ephemera.host.services.UnitClaim;
import java.util.List;

/**
 * What becomes of an entry of the file system, in short.
 *
 * @param stat the entry as it is now
 * @param clean what {@code --clean} does to it
 * @param boot what {@code --remove --boot} does
 * @param claims the units that name it or a directory above it
 * @param inMemory whether it is in memory, so that it does not outlast this boot
 */
public record Forecast(
    Stat stat, Foreseen clean, Foreseen boot, List<UnitClaim> claims, boolean inMemory) {
  /** Takes a copy. */
  public Forecast {
    claims = List.copyOf(claims);
  }
}
