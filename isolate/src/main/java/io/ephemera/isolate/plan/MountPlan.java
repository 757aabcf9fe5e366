// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the file system only the command sees.
 *
 * @param tmp its {@code /tmp} and {@code /var/tmp}
 * @param tmpRequired whether a private directory in {@code TMPDIR} is no substitute where mount
 *     namespaces are forbidden
 * @param exceptions paths below the real {@code /tmp} or {@code /var/tmp} that stay visible
 * @param others further mounts, in their order
 * @param access what the command may do with paths that it sees; applied when all is mounted
 * @param privateIpc whether it has IPC of its own, ipc_namespaces(7), with {@code /dev/shm} and
 *     {@code /dev/mqueue}
 */
public record MountPlan(
    PrivateTmp tmp,
    boolean tmpRequired,
    List<BytePath> exceptions,
    List<MountRequest> others,
    List<AccessRule> access,
    boolean privateIpc) {
  /** The command sees what others see. */
  public static final MountPlan NONE =
      new MountPlan(new PrivateTmp.Shared(), false, List.of(), List.of(), List.of(), false);

  /** Takes copies. */
  public MountPlan {
    exceptions = List.copyOf(exceptions);
    others = List.copyOf(others);
    access = List.copyOf(access);
  }

  /** The same with more rules of access. */
  public MountPlan withAccess(List<AccessRule> more) {
    List<AccessRule> all = new ArrayList<>(access);
    all.addAll(more);
    return new MountPlan(tmp, tmpRequired, exceptions, others, all, privateIpc);
  }

  /** The paths below which the command sees something else than others do. */
  public List<BytePath> targets() {
    List<BytePath> targets = new ArrayList<>();
    if (!(tmp instanceof PrivateTmp.Shared)) {
      targets.add(BytePath.of("/tmp"));
      targets.add(BytePath.of("/var/tmp"));
    }
    for (MountRequest other : others) {
      targets.add(other.target());
    }
    if (privateIpc) {
      targets.add(BytePath.of("/dev/shm"));
      targets.add(BytePath.of("/dev/mqueue"));
    }
    return targets;
  }

  /** Whether the command sees everything as others do. */
  public boolean isEmpty() {
    return tmp instanceof PrivateTmp.Shared && others.isEmpty() && access.isEmpty() && !privateIpc;
  }

  /** Whether all of it is a private {@code /tmp}, for which there is a substitute. */
  public boolean isPrivateTmpOnly() {
    return !(tmp instanceof PrivateTmp.Shared)
        && exceptions.isEmpty()
        && others.isEmpty()
        && access.isEmpty()
        && !privateIpc;
  }
}
