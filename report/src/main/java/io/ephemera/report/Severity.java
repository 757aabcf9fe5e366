// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.Locale;

/** How much a {@link Finding} matters, gravest first; the levels of SARIF 2.1.0. */
public enum Severity {
  /** Something does not work at all. */
  ERROR,
  /** Something is dangerous, or does not do what it seems to say. */
  WARNING,
  /** Something is worth a look, and may well be meant. */
  NOTE;

  /** The name in machine-readable output: {@code warning}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
