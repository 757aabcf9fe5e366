// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.MountRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of what a unit asks for at one path, what systemd 262 does: a bind mount before a rule of access
 * before an empty file system, and the first of two alike. What is left out still makes the path
 * read-only, if it was to be that.
 */
final class OneOfEach {
  private static final Set<BytePath> TMP = Set.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"));

  private final boolean privateTmp;
  private final Map<BytePath, MountRequest> mounts = new LinkedHashMap<>();
  private final Map<BytePath, AccessRule> rules = new LinkedHashMap<>();

  OneOfEach(boolean privateTmp) {
    this.privateTmp = privateTmp;
  }

  /** The strictest rule of a path is applied. */
  void addRules(List<AccessRule> more) {
    more.forEach(this::addRule);
  }

  private void addRule(AccessRule rule) {
    rules.merge(rule.path(), rule, OneOfEach::stricter);
  }

  private static AccessRule stricter(AccessRule one, AccessRule other) {
    int order = one.access().compareTo(other.access());
    if (order != 0) {
      return order > 0 ? one : other;
    }
    return new AccessRule(one.path(), one.access(), one.optional() && other.optional());
  }

  /** Rules for paths that have no other. */
  void addWeakRules(List<AccessRule> more) {
    more.forEach(rule -> rules.putIfAbsent(rule.path(), rule));
  }

  /** Adds a bind mount, after the rules: also if it is left out, its path is no more writable. */
  void addBind(MountRequest.Bind bind) {
    rules.computeIfPresent(
        bind.target(), (path, rule) -> rule.access() == Access.READ_WRITE ? null : rule);
    MountRequest before = mounts.putIfAbsent(bind.target(), bind);
    if (before != null && bind.readOnly()) {
      mounts.put(bind.target(), readOnly(before));
    }
  }

  private static MountRequest readOnly(MountRequest mount) {
    if (mount instanceof MountRequest.Bind bind) {
      return new MountRequest.Bind(
          bind.source(), bind.target(), true, bind.recursive(), bind.optional());
    }
    return mount instanceof MountRequest.Tmpfs tmpfs
        ? new MountRequest.Tmpfs(tmpfs.target(), tmpfs.options(), true)
        : mount;
  }

  /**
   * Adds an empty file system, after all rules but the weak ones; false if something else is done
   * at its path.
   */
  boolean addTmpfs(MountRequest.Tmpfs tmpfs) {
    BytePath target = tmpfs.target();
    MountRequest before = mounts.get(target);
    if (before != null) {
      mounts.put(target, tmpfs.readOnly() ? readOnly(before) : before);
      return before instanceof MountRequest.Tmpfs;
    }
    AccessRule rule = rules.get(target);
    boolean ruled = rule != null && rule.access() != Access.INACCESSIBLE;
    if (!ruled && !(privateTmp && TMP.contains(target))) {
      mounts.put(target, tmpfs);
      return true;
    }
    if (tmpfs.readOnly()) {
      makeReadOnly(target);
    }
    return false;
  }

  /** With what was to be writable only as everything in it. */
  private void makeReadOnly(BytePath target) {
    AccessRule rule = rules.get(target);
    if (rule != null && rule.access() == Access.READ_WRITE) {
      rules
          .values()
          .removeIf(one -> one.access() == Access.READ_WRITE && one.path().startsWith(target));
    }
    addRule(new AccessRule(target, Access.READ_ONLY, true));
  }

  List<MountRequest> mounts() {
    return new ArrayList<>(mounts.values());
  }

  List<AccessRule> rules() {
    return new ArrayList<>(rules.values());
  }
}
