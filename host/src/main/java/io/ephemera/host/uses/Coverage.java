// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.util.List;

/**
 * How much was seen. Immutable.
 *
 * @param seen how many processes were seen completely
 * @param total how many processes /proc shows; one that ended meanwhile is not counted
 * @param gaps what could not be seen
 */
public record Coverage(int seen, int total, List<Gap> gaps) {
  /** Takes a copy. */
  public Coverage {
    gaps = List.copyOf(gaps);
  }

  /** Whether everything was seen: only then does no use found mean that there is none. */
  public boolean isComplete() {
    return gaps.isEmpty() && seen == total;
  }

  /** Human-readable: {@code seen 86 of 87 processes}. */
  @Override
  public String toString() {
    return "seen " + seen + " of " + total + " processes";
  }
}
