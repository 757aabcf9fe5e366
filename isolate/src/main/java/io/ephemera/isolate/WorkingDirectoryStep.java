// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.isolate.mounts.CoveredPaths;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;

/** Lets no working directory and no open directory lead to what is covered for the command. */
final class WorkingDirectoryStep {
  private WorkingDirectoryStep() {}

  static void enter(CoveredPaths covered, RunPlan plan) throws RunException {
    if (plan.workingDirectory() == null) {
      covered.enterWorkingDirectory();
    }
    boolean kept = LastSteps.keepsDescriptors(plan);
    covered.refuseOpenDirectories(number -> !kept);
  }
}
