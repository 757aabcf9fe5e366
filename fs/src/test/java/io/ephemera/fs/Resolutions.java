// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;

/** Results of path resolution as text, to compare those of several resolvers. */
final class Resolutions {
  private Resolutions() {}

  /** The inode that our resolution reaches, or why it reaches none. */
  static String outcome(Root root, String latin1, boolean follow) throws IOException {
    BytePath path = BytePath.of(Bytes.latin1(latin1));
    try (Inode inode = follow ? root.follow(path) : root.find(path)) {
      return FsTestCase.inode(inode.stat());
    } catch (SystemCallException e) {
      return e.errno().name();
    } catch (UnsafePathException e) {
      return "unsafe";
    }
  }

  /**
   * The same for the kernel, openat2(2) with RESOLVE_IN_ROOT. It gives up on {@code ..} with EAGAIN
   * if any process renames or mounts something meanwhile.
   */
  static String oracle(Directory top, String latin1, boolean follow) throws IOException {
    byte[] path = BytePath.of(Bytes.latin1(latin1)).bytes().array();
    int flags = Constants.O_PATH | (follow ? 0 : Constants.O_NOFOLLOW);
    int opened;
    do {
      opened = At.openat2(top.fd(), path, flags, 0, Constants.RESOLVE_IN_ROOT);
    } while (Errno.of(-opened) == Errno.EAGAIN);
    if (opened < 0) {
      return Errno.of(-opened).name();
    }
    try (Inode inode = new Inode(new Fd(opened))) {
      return FsTestCase.inode(inode.stat());
    }
  }
}
