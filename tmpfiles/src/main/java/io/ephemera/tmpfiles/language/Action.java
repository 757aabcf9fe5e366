// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.List;

/** What to do at the path of a line, one record per kind of action. */
public sealed interface Action {
  /**
   * A regular file ({@code f}, {@code f+}, {@code F}).
   *
   * @param truncate whether to empty an existing file and write it anew
   */
  record CreateFile(Bytes content, boolean truncate) implements Action {}

  /** Content for an existing file ({@code w}, {@code w+}). */
  record WriteFile(Bytes content, boolean append) implements Action {}

  /**
   * A directory ({@code d}, {@code D}).
   *
   * @param emptyOnRemove whether {@code --remove} removes its entries
   */
  record CreateDirectory(boolean emptyOnRemove) implements Action {}

  /** Mode, owner and ageing of existing directories ({@code e}). */
  record AdjustDirectory() implements Action {}

  /** A btrfs subvolume where possible, otherwise a directory ({@code v}, {@code q}, {@code Q}). */
  record CreateSubvolume(Quota quota) implements Action {}

  /** A named pipe ({@code p}). */
  record CreateFifo() implements Action {}

  /** A symbolic link ({@code L}). */
  record CreateSymlink(Bytes target) implements Action {}

  /** A device node ({@code b}, {@code c}). */
  record CreateDevice(boolean block, int major, int minor) implements Action {}

  /**
   * A copy of a tree ({@code C}).
   *
   * @param source absolute, below the alternate root if there is one
   */
  record Copy(BytePath source) implements Action {}

  /** Excludes a path and everything below it from cleaning ({@code x}). */
  record IgnorePath() implements Action {}

  /** Excludes a path, but not what is below it, from cleaning ({@code X}). */
  record IgnoreInode() implements Action {}

  /** Removal of a file or an empty directory ({@code r}). */
  record Remove() implements Action {}

  /** Removal of a tree ({@code R}). */
  record RemoveRecursively() implements Action {}

  /** Mode and owner of existing files ({@code m}, {@code z}, {@code Z}). */
  record AdjustMode(boolean recursive) implements Action {}

  /** Extended attributes ({@code t}, {@code T}). */
  record SetExtendedAttributes(List<XattrEntry> attributes, boolean recursive) implements Action {
    /** Takes a copy. */
    public SetExtendedAttributes {
      attributes = List.copyOf(attributes);
    }
  }

  /**
   * File attributes ({@code h}, {@code H}), as in {@code FS_IOC_SETFLAGS} (ioctl_iflags(2)).
   *
   * @param mask the {@code FS_*_FL} bits to change
   * @param value those of them to set
   */
  record SetFileAttributes(int mask, int value, boolean recursive) implements Action {}

  /** An access control list ({@code a}, {@code A}). */
  record SetAcl(AclText acl, boolean recursive) implements Action {}

  /** File capabilities ({@code k}, {@code K}). */
  record SetCapabilities(CapabilityText capabilities, boolean recursive) implements Action {}
}
