// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/** The resource limits of this process, getrlimit(2). Thread-safe. */
public final class Limits {
  private static final int PRIO_PROCESS = 0;

  private Limits() {}

  /**
   * prlimit(2) of this process.
   *
   * @param resource RLIMIT_ number
   * @param into the soft and the hard limit, unsigned; all bits for infinity
   * @return 0 or minus errno
   */
  public static int get(int resource, long[] into) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.PRLIMIT64, 0, resource, 0, s.at(Scratch.STRUCT));
    into[0] = s.memory.getLong(Scratch.STRUCT);
    into[1] = s.memory.getLong(Scratch.STRUCT + Long.BYTES);
    return result;
  }

  /** As {@link #get}, sets both limits: 0 or minus errno. */
  public static int set(int resource, long soft, long hard) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, soft).putLong(Scratch.STRUCT + Long.BYTES, hard);
    return (int) Native.call(Abi.PRLIMIT64, 0, resource, s.at(Scratch.STRUCT), 0);
  }

  /** setpriority(2) of the calling thread: 0 or minus errno. */
  public static int setNice(int nice) {
    return (int) Native.call(Abi.SETPRIORITY, PRIO_PROCESS, 0, nice);
  }

  /** prlimit(2) of RLIMIT_NOFILE: one more than the highest descriptor, or minus errno. */
  public static long openFiles() {
    Scratch s = Scratch.mine();
    long result = Native.call(Abi.PRLIMIT64, 0, Constants.RLIMIT_NOFILE, 0, s.at(Scratch.STRUCT));
    long limit = s.memory.getLong(Scratch.STRUCT);
    return result < 0 ? result : limit < 0 ? Long.MAX_VALUE : limit;
  }
}
