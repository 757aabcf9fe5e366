// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/** Gathers lines by path. */
final class PlanBuilder {
  PlanBuilder(List<Line> lines) {}

  Plan build() {
    return new Plan(List.of(), List.of());
  }
}
