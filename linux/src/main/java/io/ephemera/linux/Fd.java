// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.nio.charset.StandardCharsets;

/**
 * An open file descriptor, closed once.
 *
 * <p>Not thread-safe while it is being closed: no other thread may use it then.
 */
public final class Fd implements AutoCloseable {
  /** The current directory, in calls that take a directory (AT_FDCWD). */
  public static final Fd CWD = new Fd(Constants.AT_FDCWD);

  private int number;
  private int users = 1;

  /** Takes over a descriptor that a call returned. */
  public Fd(int number) {
    this.number = number;
  }

  /** The same descriptor for one more user, who closes it as well: the last one closes it. */
  public Fd share() {
    users++;
    return this;
  }

  int number() {
    return number;
  }

  /** The path of this descriptor in /proc: a magic link, which leads to the inode itself. */
  public byte[] procPath() {
    return ("/proc/self/fd/" + number).getBytes(StandardCharsets.US_ASCII);
  }

  /** close(2), by the last of its users. Closing again has no effect. */
  @Override
  public void close() {
    if (--users > 0) {
      return;
    }
    int open = number;
    if (open >= 0) {
      number = -1;
      // The kernel releases the descriptor even if this fails; EINTR and EIO are about data, which
      // fsync(2) reports.
      Native.callOnce(Abi.CLOSE, open);
    }
  }
}
