// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Limits;

/** What limits this process, and those that it starts or becomes. */
public final class ProcessLimits {
  private static final BytePath OOM_SCORE_ADJUST = BytePath.of("/proc/self/oom_score_adj");
  private static final int LONGEST_NUMBER = 32;

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

  /** How likely this process is killed when there is no memory, proc_pid_oom_score_adj(5). */
  public static int oomScoreAdjust() throws SystemCallException {
    try (OpenFile file = OpenFile.openAmbient(OOM_SCORE_ADJUST)) {
      return Integer.parseInt(file.read(0, LONGEST_NUMBER).latin1().strip());
    }
  }

  /**
   * Sets that, for this process and those that it starts.
   *
   * @param adjust -1000 to 1000
   */
  public static void setOomScoreAdjust(int adjust) throws SystemCallException {
    try (Inode inode = Inode.openAmbient(OOM_SCORE_ADJUST);
        OpenFile file = inode.openForWriting(false)) {
      file.write(Bytes.latin1(adjust + "\n"));
    }
  }
}
