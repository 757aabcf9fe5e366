// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** Looks for one kind of mistake. All there are stand in {@link Checks}. */
sealed interface Check
    permits AgeOnPersistentData,
        BelowSymlink,
        BracesProtectNothing,
        ClaimableName,
        DuplicateLine,
        IgnoredField,
        InvalidLine,
        LegacyRun,
        MaskedLines,
        MissedDotFiles,
        NoEffect,
        ObsoleteType,
        PredictableName,
        SetId,
        UnknownAccount,
        UnsafeReach,
        WorldWritable,
        WriteToNothing {
  /** What it looks for. */
  Rule rule();

  /** Looks. */
  void run(CheckContext context);

  /**
   * A rule for {@code tmpfiles.d} files, whose page is in docs/checks.
   *
   * @param id {@code TF} and three digits
   * @param name a few words with dashes
   * @param severity how severe its findings usually are
   * @param description one sentence
   * @param weakness the number in the Common Weakness Enumeration, or 0
   */
  static Rule rule(String id, String name, Severity severity, String description, int weakness) {
    return new Rule(id, name, severity, description, weakness, "docs/checks/" + id + ".md");
  }
}
