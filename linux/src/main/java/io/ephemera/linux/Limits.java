// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/** The resource limits of this process, getrlimit(2). Thread-safe. */
public final class Limits {
  private Limits() {}

  /** prlimit(2) of RLIMIT_NOFILE: one more than the highest descriptor, or minus errno. */
  public static long openFiles() {
    Scratch s = Scratch.mine();
    long result = Native.call(Abi.PRLIMIT64, 0, Constants.RLIMIT_NOFILE, 0, s.at(Scratch.STRUCT));
    long limit = s.memory.getLong(Scratch.STRUCT);
    return result < 0 ? result : limit < 0 ? Long.MAX_VALUE : limit;
  }
}
