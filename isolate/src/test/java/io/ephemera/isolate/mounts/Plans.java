// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.MountCalls;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Plans of mounts, and what becomes of them. */
final class Plans {
  private Plans() {}

  /** A private tmpfs with exceptions. */
  static MountPlan inMemory(String... exceptions) {
    List<BytePath> paths = Stream.of(exceptions).map(BytePath::of).toList();
    return new MountPlan(new PrivateTmp.InMemory("16m"), false, paths, List.of(), List.of(), false);
  }

  static MountPlan shared(MountRequest... others) {
    return new MountPlan(
        new PrivateTmp.Shared(), false, List.of(), List.of(others), List.of(), false);
  }

  static MountRequest bind(String source, String target, boolean readOnly) {
    return new MountRequest.Bind(BytePath.of(source), BytePath.of(target), readOnly);
  }

  static MountRequest tmpfs(String target) {
    return new MountRequest.Tmpfs(BytePath.of(target));
  }

  static AccessRule rule(AccessRule.Access access, String path) {
    return new AccessRule(BytePath.of(path), access, false);
  }

  /** Checks, enters a namespace and mounts, and returns the notes. */
  static List<String> carryOut(MountPlan plan) throws RunException {
    return carryOut(plan, MountCalls.best());
  }

  /** As {@link #carryOut(MountPlan)}, by a given way. */
  static List<String> carryOut(MountPlan plan, MountCalls calls) throws RunException {
    List<String> notes = new ArrayList<>();
    try (CheckedPlaces places = CheckedPlaces.check(plan, notes::add)) {
      MountNamespace.enter();
      CoveredPaths ignored = CommandMounts.apply(plan, places, Frames.NONE, calls);
    }
    return notes;
  }
}
