// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.Locale;

/** How severe a {@link Finding} is, the most severe first; the levels of SARIF 2.1.0. */
public enum Severity {
  /** Something does not work at all. */
  ERROR,
  /** Something is dangerous, or does not do what it appears to do. */
  WARNING,
  /** Something to look at, which may be intended. */
  NOTE;

  /** The name in machine-readable output: {@code warning}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
