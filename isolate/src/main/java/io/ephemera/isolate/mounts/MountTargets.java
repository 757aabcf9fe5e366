// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Name;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths on which a plan mounts, parents first, so that none hides another.
 *
 * <p>Two mounts on one path are refused unless they are the same; systemd takes one of them and
 * does not say which.
 */
final class MountTargets {
  static final BytePath SHARED_MEMORY = BytePath.of("/dev/shm");
  static final BytePath MESSAGE_QUEUES = BytePath.of("/dev/mqueue");
  static final List<BytePath> OF_IPC = List.of(SHARED_MEMORY, MESSAGE_QUEUES);

  private static final Set<String> TMPFS_OPTIONS =
      Set.of("mode", "size", "nr_inodes", "nr_blocks", "uid", "gid", "huge");

  private final MountPlan plan;
  private final List<MountRequest> ordered;

  /** What the command finds at a path, and below it. */
  record Cover(BytePath target, @Nullable BytePath source) {
    /** Where something below it is outside; null if it is made for the command. */
    @Nullable BytePath outside(BytePath path) {
      if (source == null) {
        return null;
      }
      BytePath outside = source;
      for (Name name : TmpPaths.way(target, path)) {
        outside = outside.child(name);
      }
      return outside;
    }
  }

  private MountTargets(MountPlan plan, List<MountRequest> ordered) {
    this.plan = plan;
    this.ordered = ordered;
  }

  /**
   * Those of a plan.
   *
   * @param checked knows the sources that exist
   */
  static MountTargets of(MountPlan plan, CheckedPlaces checked) {
    List<MountRequest> requests = new ArrayList<>();
    for (BytePath exception : plan.exceptions()) {
      requests.add(new MountRequest.Bind(exception, exception, false));
    }
    for (MountRequest request : plan.others()) {
      boolean leftOut =
          request instanceof MountRequest.Bind bind
              && bind.optional()
              && !checked.has(bind.source());
      if (!leftOut && !requests.contains(request)) {
        requests.add(request);
      }
    }
    requests.sort((one, other) -> one.target().compareTo(other.target())); // in the cache
    return new MountTargets(plan, requests);
  }

  /** The exceptions, as binds, and the other mounts, parents first. */
  List<MountRequest> ordered() {
    return ordered;
  }

  /** The mount nearest above a path, or null if the command sees there what others see. */
  @Nullable Cover above(BytePath path) {
    return nearest(path, false);
  }

  /** As {@link #above}, or the mount at the path itself. */
  @Nullable Cover at(BytePath path) {
    return nearest(path, true);
  }

  private @Nullable Cover nearest(BytePath path, boolean orAt) {
    Cover nearest = null;
    for (BytePath made : made()) {
      nearest = nearer(nearest, new Cover(made, null), path, orAt);
    }
    for (MountRequest request : ordered) {
      BytePath source = request instanceof MountRequest.Bind bind ? bind.source() : null;
      nearest = nearer(nearest, new Cover(request.target(), source), path, orAt);
    }
    return nearest;
  }

  private static @Nullable Cover nearer(
      @Nullable Cover nearest, Cover cover, BytePath path, boolean orAt) {
    boolean covers = path.startsWith(cover.target()) && (orAt || !path.equals(cover.target()));
    boolean nearer = nearest == null || cover.target().startsWith(nearest.target());
    return covers && nearer ? cover : nearest;
  }

  /** What is mounted first and made for the command. */
  List<BytePath> made() {
    List<BytePath> made = new ArrayList<>();
    if (!(plan.tmp() instanceof PrivateTmp.Shared)) {
      made.addAll(TmpPaths.BOTH);
    }
    if (plan.privateIpc()) {
      made.addAll(OF_IPC);
    }
    return made;
  }

  /** Refuses paths that cannot be mounted on, and those that would hide what is made. */
  void refuseImpossible() throws RunException {
    for (BytePath exception : plan.exceptions()) {
      if (plan.tmp() instanceof PrivateTmp.Shared || TmpPaths.above(exception) == null) {
        throw usage("exception " + exception + " is not below a private /tmp or /var/tmp");
      }
    }
    MountRequest last = null;
    for (MountRequest request : ordered) {
      refuseImpossible(request);
      if (last != null && last.target().equals(request.target())) {
        throw usage("two different mounts on " + request.target() + " would hide one another");
      }
      last = request;
    }
    for (AccessRule rule : plan.access()) {
      refuseImpossible(rule);
    }
  }

  private void refuseImpossible(MountRequest request) throws RunException {
    BytePath target = request.target();
    if (!target.isAbsolute() || target.hasDotDot() || target.isRoot()) {
      throw usage("nothing can be mounted on " + target + ": expected an absolute path below /");
    }
    for (BytePath made : made()) {
      if (made.startsWith(target)) {
        throw usage("what is mounted on " + target + " would hide the private " + made);
      }
    }
    if (request instanceof MountRequest.Tmpfs tmpfs) {
      refuseOptions(tmpfs);
    }
  }

  /** Both ways to mount must take them for the same. */
  private static void refuseOptions(MountRequest.Tmpfs tmpfs) throws RunException {
    for (Map.Entry<String, String> option : tmpfs.options().entrySet()) {
      String value = option.getValue();
      boolean plain = !value.isEmpty() && value.indexOf(',') < 0 && value.indexOf('\\') < 0;
      if (!TMPFS_OPTIONS.contains(option.getKey()) || !plain) {
        throw usage(
            "the tmpfs on " + tmpfs.target() + " cannot have the option " + option.getKey());
      }
    }
  }

  private static void refuseImpossible(AccessRule rule) throws RunException {
    BytePath path = rule.path();
    if (!path.isAbsolute() || path.hasDotDot()) {
      throw usage("access to " + path + " cannot be ruled: expected an absolute path");
    }
    if (path.isRoot() && rule.access() == AccessRule.Access.INACCESSIBLE) {
      throw usage("a command to which / is inaccessible cannot be run");
    }
  }

  private static RunException usage(String message) {
    return new RunException(Failure.USAGE, message);
  }
}
