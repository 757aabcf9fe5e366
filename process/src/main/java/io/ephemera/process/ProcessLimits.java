// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Limits;

/** What limits this process, and those that it starts or becomes. */
public final class ProcessLimits {
  private ProcessLimits() {}

  /**
   * The limits of a resource, getrlimit(2).
   *
   * @param soft unsigned; all bits for infinity
   * @param hard likewise
   */
  public record Limit(long soft, long hard) {}

  /**
   * The limits of a resource.
   *
   * @param resource RLIMIT_ number
   */
  public static Limit limit(int resource) throws SystemCallException {
    long[] both = new long[2];
    check(Limits.get(resource, both), SystemCall.GET_LIMIT, resource);
    return new Limit(both[0], both[1]);
  }

  /**
   * Sets the limits of a resource, setrlimit(2).
   *
   * @throws SystemCallException with EPERM if the hard limit would rise and the calling thread has
   *     no CAP_SYS_RESOURCE
   */
  public static void setLimit(int resource, Limit limit) throws SystemCallException {
    check(Limits.set(resource, limit.soft(), limit.hard()), SystemCall.SET_LIMIT, resource);
  }

  /**
   * Sets the nice value of the calling thread, and of what it starts or becomes, setpriority(2).
   *
   * @param nice -20 to 19
   */
  public static void setNice(int nice) throws SystemCallException {
    check(Limits.setNice(nice), SystemCall.SET_NICE);
  }
}
