// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.tmpfiles.language.Line;

/**
 * Whether an entry is kept or removed. There is one verdict per line and reason, shared by all
 * entries, because cleaning judges millions of them.
 */
public sealed interface Verdict {
  /** The line that decides. */
  Line decidedBy();

  /**
   * The entry is removed; a directory is removed once it is empty.
   *
   * @param decidedBy the line that is carried out
   */
  record Removed(Line decidedBy) implements Verdict {}

  /**
   * The entry is kept; a directory with everything below it.
   *
   * @param decidedBy the line that protects it, or the line that is carried out
   */
  record Kept(Reason reason, Line decidedBy) implements Verdict {}
}
