// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/**
 * An open file descriptor, closed once.
 *
 * <p>Not thread-safe while it is being closed: who closes it knows that nobody uses it any more.
 */
public final class Fd implements AutoCloseable {
  /** What stands for the current directory in calls that take a directory (AT_FDCWD). */
  public static final Fd CWD = new Fd(Constants.AT_FDCWD);

  private int number;
  private int users = 1;

  /** Takes over a descriptor that a call returned. */
  public Fd(int number) {
    this.number = number;
  }

  /** The same descriptor for one more user, who closes it as well: it is closed by the last. */
  public Fd share() {
    users++;
    return this;
  }

  int number() {
    return number;
  }

  /**
   * The path by which the kernel names this descriptor: a magic link that leads to the very inode.
   */
  public byte[] procPath() {
    return ("/proc/self/fd/" + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** close(2), by the last of its users. A call more does nothing. */
  @Override
  public void close() {
    if (--users > 0) {
      return;
    }
    int open = number;
    if (open >= 0) {
      number = -1;
      // The kernel releases the descriptor whatever it answers; EINTR and EIO concern data that
      // fsync(2) reports.
      Native.callOnce(Abi.CLOSE, open);
    }
  }
}
