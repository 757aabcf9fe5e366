// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.Bytes;
import java.util.List;

/**
 * The variables of a command. Those of its account and its directories come between what it
 * inherits and {@code entries}.
 *
 * @param base what it inherits
 * @param passed names of the caller's variables that it inherits in any case
 * @param entries {@code NAME=value}; the last one of a name wins
 * @param unset names, and entries {@code NAME=value}, that it does not get, whatever they come from
 */
public record EnvironmentRequest(
    Base base, List<String> passed, List<Bytes> entries, List<Bytes> unset) {
  /** The variables of the caller. */
  public static final EnvironmentRequest OF_CALLER =
      new EnvironmentRequest(Base.CALLER, List.of(), List.of(), List.of());

  /** What a command inherits. */
  public enum Base {
    /** The variables of the caller. */
    CALLER,
    /** A safe PATH, the language, the terminal, and what the service manager says. */
    CLEAN,
    /** As {@link #CLEAN}, without the terminal: what systemd gives a service. */
    SERVICE
  }

  /** Takes copies. */
  public EnvironmentRequest {
    passed = List.copyOf(passed);
    entries = List.copyOf(entries);
    unset = List.copyOf(unset);
  }

  /** The same with another base. */
  public EnvironmentRequest withBase(Base other) {
    return new EnvironmentRequest(other, passed, entries, unset);
  }
}
