// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Of which files the uses are wanted. Immutable.
 *
 * <p>For stat(2), btrfs and overlay file systems make up devices that the kernel's own lists
 * (mappings, locks, sockets, watches) do not name. Such a device is that of no mount, and there the
 * inode number decides.
 */
public final class Wanted {
  private static final long HALF = 0xffffffffL;

  /** File systems whose files may have another device for stat(2) than for the kernel. */
  private static final Set<String> MAKERS = Set.of("btrfs", "bcachefs", "overlay");

  private final Set<FileId> files;
  private final Set<Long> devices;
  private final List<BytePath> deletedBelow;
  private final MountInfo mounts;
  private final boolean sockets;

  private final NumberSet inodes = new NumberSet();
  private final NumberSet madeUpInodes = new NumberSet();
  private final NumberSet halves = new NumberSet();
  private final NumberSet devicesOfAll = new NumberSet();
  private final NumberSet makers = new NumberSet();

  private Wanted(
      Collection<FileId> files,
      Collection<Long> devices,
      List<BytePath> deletedBelow,
      MountInfo mounts,
      boolean sockets) {
    this.files = new HashSet<>(files);
    this.devices = new HashSet<>(devices);
    this.deletedBelow = List.copyOf(deletedBelow);
    this.mounts = mounts;
    this.sockets = sockets;
    for (FileId file : files) {
      inodes.add(file.inode());
      halves.add(file.inode() & HALF);
      if (isMadeUp(file.device())) {
        madeUpInodes.add(file.inode());
      }
    }
    boolean madeUp = false;
    for (long device : devices) {
      devicesOfAll.add(device);
      madeUp |= isMadeUp(device);
    }
    for (MountInfo.Mount mount : mounts.mounts()) {
      if (madeUp && MAKERS.contains(mount.fileSystem())) {
        makers.add(mount.device());
      }
    }
  }

  /** Some files: that of one path, perhaps with what is below it. */
  public static Wanted files(Collection<FileId> files) {
    return new Wanted(files, List.of(), List.of(), MountInfo.ofProcess(), true);
  }

  /**
   * All files of some file systems.
   *
   * @param devices as stat(2) reports them, in the encoding of {@link io.ephemera.fs.Stat#device}
   */
  public static Wanted devices(Collection<Long> devices) {
    return new Wanted(List.of(), devices, List.of(), MountInfo.ofProcess(), true);
  }

  /** The same, and files without a name that had one at or below a path, as the kernel says. */
  public Wanted andDeletedBelow(BytePath path) {
    List<BytePath> paths = new ArrayList<>(deletedBelow);
    paths.add(path);
    return new Wanted(files, devices, paths, mounts, sockets);
  }

  /** The same, where none of the files is a socket: no network namespace has to be asked. */
  public Wanted withoutSockets() {
    return new Wanted(files, devices, deletedBelow, mounts, false);
  }

  boolean wantsSockets() {
    return sockets;
  }

  /** Whether no mount has this device, so that the kernel's lists name another one. */
  boolean isMadeUp(long device) {
    return !mounts.hasDevice(device);
  }

  /** Whether a file is wanted, by device and number as stat(2) reports them. */
  boolean contains(long device, long inode) {
    return devicesOfAll.contains(device)
        || (inodes.contains(inode) && files.contains(new FileId(device, inode)));
  }

  /** Whether a file may be wanted, by device and number as the kernel's lists name them. */
  boolean mayContain(long device, long inode) {
    return contains(device, inode) || makers.contains(device) || madeUpInodes.contains(inode);
  }

  /** As {@link #mayContain}, by the lower half of the number. */
  boolean mayContainHalf(long device, int half) {
    return devicesOfAll.contains(device) || makers.contains(device) || halves.contains(half & HALF);
  }

  /** Whether files of a device are wanted, or may be. */
  boolean mayContainDevice(long device) {
    if (devicesOfAll.contains(device) || makers.contains(device)) {
      return true;
    }
    for (FileId file : files) {
      if (file.device() == device || isMadeUp(file.device())) {
        return true;
      }
    }
    return false;
  }

  /** Whether files of this number are wanted, on whatever device. */
  boolean mayContainNumber(long inode) {
    return !devices.isEmpty() || inodes.contains(inode);
  }

  boolean wantsDeleted() {
    return !deletedBelow.isEmpty();
  }

  boolean wantsAllOfSomeDevice() {
    return !devices.isEmpty();
  }

  /** Whether a path that the kernel marks as deleted is at or below one that is wanted. */
  boolean wantsDeleted(Bytes path) {
    if (path.isEmpty() || path.at(0) != '/') {
      return false;
    }
    BytePath at = BytePath.of(path);
    return deletedBelow.stream().anyMatch(at::startsWith);
  }

  MountInfo mounts() {
    return mounts;
  }
}
