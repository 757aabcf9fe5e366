// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Finding;
import io.ephemera.report.Rule;
import java.util.ArrayList;
import java.util.List;

/** All checks of a configuration, in the order of their ids. A new check is added here. */
public final class Checks {
  private static final List<Check> ALL =
      List.of(
          new InvalidLine(),
          new UnknownAccount(),
          new NoEffect(),
          new DuplicateLine(),
          new MaskedLines(),
          new LegacyRun(),
          new ObsoleteType(),
          new IgnoredField(),
          new BracesProtectNothing(),
          new MissedDotFiles(),
          new UnsafeReach(),
          new PredictableName(),
          new ClaimableName(),
          new AgeOnPersistentData(),
          new WorldWritable(),
          new SetId(),
          new WriteToNothing(),
          new BelowSymlink());

  private Checks() {}

  /** The rules of all checks. */
  public static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Check check : ALL) {
      rules.add(check.rule());
    }
    return rules;
  }

  /** Runs all checks. Changes nothing. Returns the findings in the order of the files. */
  public static List<Finding> run(Configuration configuration) {
    CheckContext context = new CheckContext(configuration);
    for (Check check : ALL) {
      check.run(context);
    }
    return context.findings();
  }
}
