// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.MountCalls;
import io.ephemera.fs.Root;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.MountInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes paths read-only or inaccessible for the command, after everything else is mounted.
 *
 * <p>A rule is about the directory or file to which its path leads. Of the rules for it and for
 * what is above, the nearest decides; of several for the same, the strictest. What was mounted for
 * the command stays as it was asked for, unless a rule names it; a bind mount that shall be
 * read-only gets a rule here. Rules go from the top down: each mounts its path onto itself,
 * read-only with everything below, or as it was before the first rule. A mount that was read-only
 * stays so.
 *
 * <p>Limits: what the system mounts later is as it mounts it. Below an inaccessible path there is
 * nothing, whatever other rules say.
 */
final class AccessRules {
  private final MountPlan plan;
  private final MountTargets targets;
  private final CheckedPlaces checked;
  private final Root root;
  private final MountCalls calls;
  private final Map<Ruled, Inode> copies = new HashMap<>();

  /**
   * A rule for what a path leads to.
   *
   * @param place its real path, and its inode
   */
  private record Ruled(CheckedPlace place, Access access) {
    BytePath path() {
      return place.path();
    }

    /** The stricter one, if both are about one path. */
    Ruled orStricter(Ruled other) {
      return other.access.compareTo(access) > 0 ? other : this;
    }
  }

  AccessRules(
      MountPlan plan, MountTargets targets, CheckedPlaces checked, Root root, MountCalls calls) {
    this.plan = plan;
    this.targets = targets;
    this.checked = checked;
    this.root = root;
    this.calls = calls;
  }

  /** Applies them, and returns what is covered. */
  List<BytePath> apply() throws IOException {
    List<Ruled> rules = withEffect(resolve());
    try {
      copyWritable(rules);
      for (Ruled rule : rules) {
        apply(rule);
      }
    } finally {
      copies.values().forEach(Inode::close);
    }
    if (!calls.changesTrees()) {
      makeEachReadOnly(rules);
    }
    List<BytePath> covered = new ArrayList<>();
    for (Ruled rule : rules) {
      if (rule.access() != Access.READ_WRITE) {
        covered.add(rule.path());
      }
    }
    return covered;
  }

  /** With those for what is mounted for the command. */
  private List<AccessRule> all() {
    List<AccessRule> all = new ArrayList<>(plan.access());
    for (BytePath made : targets.made()) {
      all.add(new AccessRule(made, Access.READ_WRITE, true));
    }
    for (MountRequest request : targets.ordered()) {
      if (request instanceof MountRequest.Bind bind) {
        Access access = bind.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
        all.add(new AccessRule(bind.target(), access, false));
      } else if (request instanceof MountRequest.Tmpfs tmpfs && !tmpfs.readOnly()) {
        all.add(new AccessRule(tmpfs.target(), Access.READ_WRITE, false));
      }
    }
    return all;
  }

  /** The strictest rule for each real path, parents first. */
  private List<Ruled> resolve() throws IOException {
    Map<BytePath, Ruled> byPath = new TreeMap<>();
    for (AccessRule rule : all()) {
      try (Inode found = find(rule)) {
        if (found != null) {
          CheckedPlace place = CheckedPlace.of(found.realPath(), found.stat());
          byPath.merge(place.path(), new Ruled(place, rule.access()), Ruled::orStricter);
        }
      }
    }
    return List.copyOf(byPath.values());
  }

  /** What the path leads to for the command; null if the rule is left out. */
  private @Nullable Inode find(AccessRule rule) throws IOException {
    MountTargets.Cover cover = targets.at(rule.path());
    BytePath outside = cover == null ? rule.path() : cover.outside(rule.path());
    CheckedPlace place = outside == null ? null : checked.get(outside);
    if (outside != null && place == null && rule.optional()) {
      return null;
    }
    Inode found = root.lookUnguarded(rule.path(), true);
    if (place != null) {
      return CheckedPlaces.require(found, rule.path(), place);
    }
    if (found == null && !rule.optional() && !isBelowInaccessible(rule.path())) {
      throw new RunException(
          Failure.CANNOT_CREATE, rule.path() + " is missing where the command would see it");
    }
    return found;
  }

  /** Nothing there can be seen, so what is missing is not missed. */
  private boolean isBelowInaccessible(BytePath path) {
    return plan.access().stream()
        .filter(rule -> rule.access() == Access.INACCESSIBLE)
        .anyMatch(rule -> path.startsWith(rule.path()) && !path.equals(rule.path()));
  }

  /** Without those that say what the nearest rule above says already, or of what is not there. */
  private static List<Ruled> withEffect(List<Ruled> all) {
    List<Ruled> rules = new ArrayList<>();
    for (Ruled rule : all) {
      Ruled above = nearest(rules, rule.path());
      Access before = above == null ? Access.READ_WRITE : above.access();
      if (before != Access.INACCESSIBLE && before != rule.access()) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private static @Nullable Ruled nearest(List<Ruled> parentsFirst, BytePath path) {
    Ruled nearest = null;
    for (Ruled rule : parentsFirst) {
      nearest = path.startsWith(rule.path()) ? rule : nearest;
    }
    return nearest;
  }

  private void copyWritable(List<Ruled> rules) throws IOException {
    for (Ruled rule : rules) {
      if (rule.access() == Access.READ_WRITE && calls.changesTrees()) {
        try (Inode place = reach(rule)) {
          copies.put(rule, calls.copy(place));
        }
      }
    }
  }

  /** By a path without links, which must lead to the same inode, whatever is mounted on it. */
  private Inode reach(Ruled rule) throws IOException {
    Inode found = root.lookUnguarded(rule.path(), false);
    return CheckedPlaces.require(found, rule.path(), rule.place());
  }

  private void apply(Ruled rule) throws IOException {
    try (Inode place = reach(rule)) {
      switch (rule.access()) {
        case READ_WRITE -> keepWritable(rule, place);
        case READ_ONLY -> makeReadOnly(rule, place);
        case INACCESSIBLE -> new InaccessiblePlace(root, calls).cover(place);
      }
    }
  }

  private void keepWritable(Ruled rule, Inode place) throws IOException {
    Inode copy = copies.get(rule);
    if (copy == null) {
      calls.bind(place, place, true);
    } else {
      calls.attach(copy, place);
    }
  }

  /** The root directory is a mount point: nothing can be mounted onto it for this process. */
  private void makeReadOnly(Ruled rule, Inode place) throws IOException {
    if (!calls.changesTrees()) {
      if (!rule.path().isRoot()) {
        calls.bind(place, place, true);
      }
    } else if (rule.path().isRoot()) {
      calls.makeReadOnly(place, true);
    } else {
      calls.bindReadOnly(place, place, true);
    }
  }

  /** Where mounts below another are not reached by one call: each by its path. */
  private void makeEachReadOnly(List<Ruled> rules) throws IOException {
    for (MountInfo.Mount mount : MountInfo.ofCallingThread().mounts()) {
      Ruled rule = nearest(rules, mount.path());
      if (rule != null && rule.access() == Access.READ_ONLY) {
        makeReadOnly(mount);
      }
    }
  }

  /** Unless another one covers it, so that no path leads to it. */
  private void makeReadOnly(MountInfo.Mount mount) throws IOException {
    try (Inode top = root.lookUnguarded(mount.path(), false)) {
      if (top != null && MountInfo.idOf(top) == mount.id()) {
        calls.makeReadOnly(top, false);
      }
    }
  }
}
