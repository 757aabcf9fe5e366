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
    int result = Mounts.setAttributes(new Fd(-1), 0);
    return Feature.MOUNT_DESCRIPTORS.isMissing(result) ? new PathMounts() : new DescriptorMounts();
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
   * Mounts what is held, and all mounts below it, at another place, as {@code mount --rbind}.
   *
   * @param place of the same kind: a directory for a directory
   * @throws SystemCallException with EINVAL if {@code source} cannot be mounted
   */
  void bind(Handle source, Handle place) throws SystemCallException;

  /** As {@link #bind}, read-only with all mounts below. */
  void bindReadOnly(Handle source, Handle place) throws SystemCallException;

  /**
   * Replaces a mount by a part of it, so that the rest has no path any more.
   *
   * @param top of the mount
   * @param part a directory in it
   * @param place where the mount is
   */
  void replaceByPart(Directory top, Directory part, Directory place) throws SystemCallException;
}
