// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Opens for listing what is two names below a directory that {@link PathResolver} has reached, with
 * one openat2(2): the homes of many users have their directory in common.
 *
 * <p>Safety: only where the steps of the resolver would come to the same directory. What root owns
 * may lead to any owner, so the ownership rule has nothing to say of the name in between, and it
 * does not apply to the last one. The kernel follows no link and crosses no mount point. Whether a
 * file system is to be mounted automatically in between is looked at first, because some kernels
 * would mount it before they refuse to cross it; a file system whose attributes the kernel keeps
 * mounts nothing by itself.
 */
final class ShortCut {
  private static final int FLAGS =
      Constants.O_RDONLY
          | Constants.O_DIRECTORY
          | Constants.O_NOFOLLOW
          | Constants.O_NONBLOCK
          | Constants.O_NOCTTY
          | Constants.O_NOATIME;

  private static final int RESOLVE =
      Constants.RESOLVE_BENEATH
          | Constants.RESOLVE_NO_SYMLINKS
          | Constants.RESOLVE_NO_MAGICLINKS
          | Constants.RESOLVE_NO_XDEV;

  private static final int LOOK =
      Constants.AT_SYMLINK_NOFOLLOW | Constants.AT_NO_AUTOMOUNT | Constants.AT_STATX_DONT_SYNC;

  private final Directory base;
  private final Stat stat;

  /**
   * Begins at a directory that was reached.
   *
   * @param stat its owner
   */
  ShortCut(Directory base, Stat stat) {
    this.base = base;
    this.stat = stat;
  }

  /**
   * The directory at a path; null if there is no short cut to it, for whatever reason.
   *
   * @param between the last name but one of the path, an entry of the base
   * @param last the last name
   */
  @Nullable Directory open(Name between, Name last, BytePath path) {
    return stat.uid() == 0 && base.isLocal() && mountsNothing(between)
        ? openBelow(end(path, between, last))
        : null;
  }

  private boolean mountsNothing(Name between) {
    Statx raw = new Statx();
    int result = At.statx(base.fd(), between.array(), LOOK, Constants.STATX_BASIC_STATS, raw);
    return result == 0 && new Stat(raw).device() == stat.device();
  }

  private @Nullable Directory openBelow(byte[] names) {
    int opened = At.openat2(base.fd(), names, FLAGS, 0, RESOLVE);
    return opened < 0 ? null : base.onSameFileSystem(new Fd(opened));
  }

  /** The last two names of a path, with the slash between them. */
  private static byte[] end(BytePath path, Name between, Name last) {
    byte[] all = path.bytes().array();
    int length = between.array().length + 1 + last.array().length;
    return Arrays.copyOfRange(all, all.length - length, all.length);
  }
}
