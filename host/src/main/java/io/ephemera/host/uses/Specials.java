// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Epoll;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Sockets;
import io.ephemera.linux.Statx;
import io.ephemera.process.DescriptorInfo;
import io.ephemera.process.KernelFiles;
import java.nio.charset.StandardCharsets;

/**
 * The devices by which the kernel numbers what has no path: sockets, and the descriptors of
 * inotify(7), epoll(7) and the like. Also the root directory of this process. Immutable.
 *
 * @param sockets the device of all sockets
 * @param anonymous the device of inodes that several kinds of descriptors share
 * @param root the root directory
 * @param fuseNeedsNoAnswer whether the kernel surely heeds AT_STATX_DONT_SYNC of statx(2) for
 *     fuse(4), as since Linux 4.20: this one names inodes in proc_pid_fdinfo(5), as since Linux
 *     5.14
 */
record Specials(long sockets, long anonymous, FileId root, boolean fuseNeedsNoAnswer) {
  private static final byte[] ITSELF = {};
  private static final byte[] ROOT = "/".getBytes(StandardCharsets.US_ASCII);

  static Specials find() throws SystemCallException {
    int opened = Sockets.socket(Constants.AF_UNIX, Constants.SOCK_STREAM, 0);
    int polling = Epoll.create();
    try (Fd socket = new Fd(check(opened, SystemCall.CREATE_SOCKET));
        Fd epoll = new Fd(check(polling, SystemCall.POLL))) {
      return new Specials(
          of(socket, ITSELF).device(),
          of(epoll, ITSELF).device(),
          of(Fd.CWD, ROOT),
          namesInodes(socket));
    }
  }

  private static boolean namesInodes(Fd socket) {
    String path = new String(socket.procPath(), StandardCharsets.US_ASCII);
    String info = new KernelFiles().text(path.replace("/fd/", "/fdinfo/"));
    return DescriptorInfo.parse(info).inode() != 0;
  }

  /** As an older kernel, which may ask servers of fuse(4). */
  Specials withSlowFuse() {
    return new Specials(sockets, anonymous, root, false);
  }

  private static FileId of(Fd from, byte[] path) throws SystemCallException {
    Statx stat = new Statx();
    int result = At.statx(from, path, Constants.AT_EMPTY_PATH, Constants.STATX_INO, stat);
    check(result, SystemCall.STAT);
    return new FileId(FileId.device(stat.devMajor(), stat.devMinor()), stat.ino());
  }
}
