// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;

/**
 * Which file a path leads to below the root directory of another process. Follows no symbolic link
 * and leaves that root nowhere; does not look where a server could let it wait.
 */
final class ForeignFile {
  private static final byte[] ROOT = {'r', 'o', 'o', 't'};
  private static final byte[] ITSELF = {};
  private static final int RESOLVE =
      Constants.RESOLVE_BENEATH | Constants.RESOLVE_NO_SYMLINKS | Constants.RESOLVE_NO_MAGICLINKS;
  private static final int MASK = Constants.STATX_TYPE | Constants.STATX_INO;

  private ForeignFile() {}

  /** What a look finds. */
  sealed interface Answer {}

  /** A file. */
  record Seen(FileId file) implements Answer {}

  /** There is none, or the process has ended. */
  record Missing() implements Answer {}

  /** This process may not look. */
  record Refused() implements Answer {}

  /** Looking could wait for a server. */
  record MayWait() implements Answer {}

  /**
   * Finds it.
   *
   * @param mounts those of the process, relative to its root directory
   * @param path absolute
   */
  static Answer find(ProcessDirectory process, NamespaceMounts mounts, BytePath path) {
    byte[] bytes = path.bytes().toArray();
    if (mounts.mayWaitOnTheWay(bytes)) {
      return new MayWait();
    }
    int flags = Constants.O_PATH | Constants.O_DIRECTORY;
    int root = At.openat(process.fd(), ROOT, flags, 0);
    if (root < 0) {
      return failure(root);
    }
    try (Fd held = new Fd(root)) {
      String below = path.isRoot() ? "." : path.latin1().substring(1);
      byte[] name = below.getBytes(StandardCharsets.ISO_8859_1);
      int found = At.openat2(held, name, Constants.O_PATH | Constants.O_NOFOLLOW, 0, RESOLVE);
      return found < 0 ? failure(found) : identify(new Fd(found));
    }
  }

  private static Answer failure(int result) {
    return Errno.EACCES.isReasonOf(result) || Errno.EPERM.isReasonOf(result)
        ? new Refused()
        : new Missing();
  }

  private static Answer identify(Fd found) {
    try (found) {
      Statx stat = new Statx();
      int how = Constants.AT_EMPTY_PATH | Constants.AT_STATX_DONT_SYNC;
      int result = At.statx(found, ITSELF, how, MASK, stat);
      return result < 0
          ? failure(result)
          : new Seen(new FileId(FileId.device(stat.devMajor(), stat.devMinor()), stat.ino()));
    }
  }
}
