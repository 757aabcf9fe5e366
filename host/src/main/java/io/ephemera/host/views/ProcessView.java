// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.process.MountInfo;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the paths of one process lead, by its mounts and its root directory. Links in a path are
 * not followed. Immutable.
 */
public final class ProcessView {
  private static final byte[] ROOT = {'r', 'o', 'o', 't'};
  private static final int LONGEST_LINK = 4096;

  private final HostProcess process;
  private final MountInfo own;
  private final MountInfo mounts;

  /** Its root directory in its mount namespace. */
  private final BytePath root;

  /** Whether {@link #mounts} begin at the root of the namespace, not at that of the process. */
  private final boolean isWhole;

  private ProcessView(
      HostProcess process, MountInfo own, MountInfo mounts, BytePath root, boolean isWhole) {
    this.process = process;
    this.own = own;
    this.mounts = mounts;
    this.root = root;
    this.isWhole = isWhole;
  }

  /**
   * The view of a process.
   *
   * @param own the mounts of this process
   * @return null if the process has ended, or does not show its mounts
   */
  public static @Nullable ProcessView of(Proc proc, HostProcess process, MountInfo own) {
    try (ProcessDirectory directory = proc.process(process.pid());
        ProcessDirectory self = proc.process(proc.self())) {
      String text = directory == null ? null : directory.text("mountinfo");
      if (directory == null || text == null) {
        return null;
      }
      byte[] link = new byte[LONGEST_LINK];
      int length = directory.link(ROOT, link);
      BytePath root = length > 0 ? BytePath.of(Bytes.of(link, 0, length)) : BytePath.ROOT;
      long namespace = process.namespaces().mount();
      boolean same = namespace != 0 && self != null && self.namespace("mnt") == namespace;
      MountInfo mounts = same ? own : MountInfo.parse(text);
      return new ProcessView(process, own, mounts, root, same);
    }
  }

  /** The process. */
  public HostProcess process() {
    return process;
  }

  private BytePath inMounts(BytePath path) {
    return isWhole && !root.isRoot() ? root.append(path) : path;
  }

  /** The mount through which a path of the process leads; null if its list does not say. */
  public MountInfo.@Nullable Mount mount(BytePath path) {
    return mounts.through(inMounts(path));
  }

  /** Where a path of the process is here; null if it is nowhere here, or not known. */
  public @Nullable BytePath here(BytePath path) {
    Place place = Place.of(mounts, inMounts(path));
    if (place == null) {
      return null;
    }
    return place.equals(Place.of(own, path)) ? path : place.pathThrough(own);
  }

  /**
   * The devices of the file systems at and below a path of the process, as the kernel names them.
   */
  public Set<Long> devices(BytePath path) {
    Set<Long> devices = new HashSet<>();
    MountInfo.Mount at = mount(path);
    if (at != null) {
      boolean ignored = devices.add(at.device());
    }
    for (MountInfo.Mount mount : mounts.mounts()) {
      if (mount.path().startsWith(inMounts(path))) {
        boolean ignored = devices.add(mount.device());
      }
    }
    return devices;
  }

  /**
   * A path that the kernel told of a file of the process, which begins at the root of its mount
   * namespace, as the process knows it.
   *
   * @return null if it is none, or outside of its root directory
   */
  public @Nullable BytePath path(Bytes told) {
    if (told.isEmpty() || told.at(0) != '/') {
      return null;
    }
    BytePath path = BytePath.of(told);
    if (root.isRoot()) {
      return path;
    }
    if (!path.startsWith(root)) {
      return null;
    }
    Bytes below = Bytes.of(told.toArray(), root.bytes().length(), told.length());
    return below.isEmpty() ? BytePath.ROOT : BytePath.of(below);
  }
}
