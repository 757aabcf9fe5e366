// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file capabilities of a line (cap_from_text(3)).
 *
 * @param clauses in the order of the line; empty if the text is invalid, and then the line has no
 *     effect
 * @param rootUid the user ID of root in the namespace where they apply, as an unsigned 32 bit
 *     number, or null
 */
public record CapabilityText(List<Clause> clauses, @Nullable Integer rootUid) {
  /** All capabilities that have a number, known to the kernel or not. */
  public static final long ALL = Long.MAX_VALUE;

  /** Takes a copy. */
  public CapabilityText {
    clauses = List.copyOf(clauses);
  }

  /**
   * Capabilities and the changes to their flags, in order.
   *
   * @param capabilities bit n is the capability with number n
   */
  public record Clause(long capabilities, List<Change> changes) {
    /** Takes a copy. */
    public Clause {
      changes = List.copyOf(changes);
    }
  }

  /**
   * One operator with its flags.
   *
   * @param operator {@code =}, {@code +} or {@code -}
   */
  public record Change(char operator, boolean effective, boolean inheritable, boolean permitted) {}
}
