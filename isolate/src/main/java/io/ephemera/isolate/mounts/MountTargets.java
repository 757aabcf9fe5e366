// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.ArrayList;
import java.util.List;

/** The paths on which a plan mounts. None may hide another. */
final class MountTargets {
  static final BytePath SHARED_MEMORY = BytePath.of("/dev/shm");
  static final BytePath MESSAGE_QUEUES = BytePath.of("/dev/mqueue");
  static final List<BytePath> OF_IPC = List.of(SHARED_MEMORY, MESSAGE_QUEUES);

  private final MountPlan plan;
  private final List<BytePath> claimed = new ArrayList<>();

  MountTargets(MountPlan plan) {
    this.plan = plan;
  }

  /** Whether a path is in a private {@code /tmp} or {@code /var/tmp}, where it can be made. */
  boolean isInPrivateTmp(BytePath path) {
    return !(plan.tmp() instanceof PrivateTmp.Shared) && TmpPaths.above(path) != null;
  }

  /** Refuses paths that cannot be mounted on, and those of which one is below another. */
  void refuseHidden() throws RunException {
    claimed.clear();
    for (BytePath exception : plan.exceptions()) {
      if (!isInPrivateTmp(exception)) {
        throw usage("exception " + exception + " is not below a private /tmp or /var/tmp");
      }
      claim(exception);
    }
    for (MountRequest request : plan.others()) {
      claim(request.target());
    }
    if (plan.privateIpc()) {
      for (BytePath place : OF_IPC) {
        claim(place);
      }
    }
  }

  private void claim(BytePath target) throws RunException {
    if (!target.isAbsolute() || target.hasDotDot() || target.isRoot()) {
      throw usage("nothing can be mounted on " + target + ": expected an absolute path below /");
    }
    if (!(plan.tmp() instanceof PrivateTmp.Shared)) {
      for (BytePath top : TmpPaths.BOTH) {
        if (top.startsWith(target)) {
          throw usage("what is mounted on " + target + " would hide the private " + top);
        }
      }
    }
    for (BytePath earlier : claimed) {
      if (target.startsWith(earlier) || earlier.startsWith(target)) {
        throw usage("of the mounts on " + earlier + " and " + target + " one would hide the other");
      }
    }
    claimed.add(target);
  }

  private static RunException usage(String message) {
    return new RunException(Failure.USAGE, message);
  }
}
