// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Fd;
import io.ephemera.linux.Mounts;
import io.ephemera.linux.errno.Feature;
import java.util.Map;

/**
 * Mounts onto inodes that are held open, in the mount namespace of the calling thread.
 *
 * <p>Safety: source and place are descriptors, so neither can be exchanged by renaming or by a
 * symbolic link. They must have been opened in this namespace: mount(2) fails with EINVAL for
 * descriptors from before unshare(2).
 *
 * <p>There are two ways, which pass the same table of tests: {@link DescriptorMounts} and, on older
 * kernels and in sandboxes, {@link PathMounts}.
 */
public sealed interface MountCalls permits DescriptorMounts, PathMounts {
  /** The better way that this kernel has. */
  static MountCalls best() {
    int result = Mounts.setAttributes(new Fd(-1), 0, false);
    return Feature.MOUNT_DESCRIPTORS.isMissing(result) ? new PathMounts() : new DescriptorMounts();
  }

  /** The way that every kernel has. */
  static MountCalls byPaths() {
    return new PathMounts();
  }

  /**
   * Mounts a new file system, without device nodes and set-user-ID programs.
   *
   * @param type {@code tmpfs}, {@code mqueue}
   * @param options of the file system; keys and values without commas
   * @param place a directory
   * @return the top of what is mounted
   */
  Directory mount(String type, Map<String, String> options, Directory place)
      throws SystemCallException;

  /**
   * Mounts what is held at another place, as {@code mount --bind}.
   *
   * @param place of the same kind: a directory for a directory
   * @param below whether with all mounts below it, as {@code --rbind}
   * @throws SystemCallException with EINVAL if {@code source} cannot be mounted: without the mounts
   *     below it, if the owner of this user namespace must not see what they cover
   */
  void bind(Handle source, Handle place, boolean below) throws SystemCallException;

  /** As {@link #bind}, read-only. */
  void bindReadOnly(Handle source, Handle place, boolean below) throws SystemCallException;

  /** Whether this way has {@link #copy}, and {@link #makeReadOnly} reaches mounts below. */
  boolean changesTrees();

  /**
   * A mount of what is held and of all mounts below it as they are now, which is attached nowhere.
   *
   * @throws UnsupportedOperationException unless {@link #changesTrees}
   */
  Inode copy(Handle source) throws SystemCallException;

  /**
   * Attaches a mount of {@link #copy}.
   *
   * @throws UnsupportedOperationException unless {@link #changesTrees}
   */
  void attach(Inode copy, Handle place) throws SystemCallException;

  /**
   * Makes a mount read-only where it is attached.
   *
   * @param top its top
   * @param below whether all mounts below it, too: only if {@link #changesTrees}
   * @throws SystemCallException with EBUSY if a file is open for writing
   */
  void makeReadOnly(Handle top, boolean below) throws SystemCallException;

  /** Unmounts a mount, which lives on while it is in use. */
  void detach(Directory top) throws SystemCallException;

  /**
   * Replaces a mount by a part of it, so that the rest has no path any more.
   *
   * @param top of the mount
   * @param part a directory in it
   * @param place where the mount is
   */
  void replaceByPart(Directory top, Directory part, Directory place) throws SystemCallException;
}
