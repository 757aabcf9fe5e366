// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import io.ephemera.isolate.plan.RunPlan;
import java.io.IOException;

/** Prints a plan that is not carried out. */
interface RunPlanReport {
  /** Prints it. */
  void print(RunPlan plan) throws IOException;
}
