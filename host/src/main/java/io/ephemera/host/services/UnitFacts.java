// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What its files say about one unit. Immutable.
 *
 * @param name its name, also if it was asked for by an alias
 * @param file its unit file; null if it has only drop-ins
 * @param privateTmp where it is given a /tmp of its own; null if nowhere
 * @param state whether it is enabled and runs
 * @param claims the paths that it names
 */
public record UnitFacts(
    String name,
    @Nullable BytePath file,
    @Nullable Position privateTmp,
    UnitState state,
    List<UnitClaim> claims) {
  /** Takes a copy. */
  public UnitFacts {
    claims = List.copyOf(claims);
  }
}
