// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/** Who this process is, credentials(7), and what it can draw from the kernel. Thread-safe. */
public final class Credentials {
  private static final long UNKNOWN = -1;
  private static volatile long effective = UNKNOWN;

  private Credentials() {}

  /** getuid(2). */
  public static int getuid() {
    return (int) Native.call(Abi.GETUID, 0);
  }

  /** geteuid(2), asked once: nothing here changes it. */
  public static int geteuid() {
    long known = effective;
    if (known == UNKNOWN) {
      known = Native.call(Abi.GETEUID, 0);
      effective = known;
    }
    return (int) known;
  }

  /** getegid(2). */
  public static int getegid() {
    return (int) Native.call(Abi.GETEGID, 0);
  }

  /** getrandom(2), at most 256 bytes: minus errno, or their number. */
  public static int getrandom(byte[] into) {
    Scratch s = Scratch.mine();
    int read = (int) Native.call(Abi.GETRANDOM, s.at(Scratch.DATA), Math.min(into.length, 256), 0);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /**
   * exit_group(2): ends the process at once, without a word to the virtual machine. Does not
   * return.
   */
  public static void exitGroup(int status) {
    Native.call(Abi.EXIT_GROUP, status);
  }

  /** close_range(2). */
  public static int closeRange(int first, int last, int flags) {
    return (int) Native.call(Abi.CLOSE_RANGE, first, last & 0xffffffffL, flags);
  }
}
