// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/** Orders entries by their parents. */
final class PlanOrder {
  private PlanOrder() {}

  static List<Plan.Entry> parentsFirst(List<Plan.Entry> entries) {
    return entries;
  }

  static List<Plan.Entry> childrenFirst(List<Plan.Entry> entries) {
    return entries;
  }
}
