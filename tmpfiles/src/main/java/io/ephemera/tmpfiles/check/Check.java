// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

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
  CheckRule rule();

  /** Looks. */
  void run(CheckContext context);
}
