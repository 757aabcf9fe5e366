// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Processes;
import io.ephemera.linux.Sockets;

/** Waits for the end of a process that need not be a child, pidfd_open(2). */
public final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Waits until a process has ended.
   *
   * @param start when it started, in ticks since the boot
   * @return false if the kernel cannot say when it ends
   */
  public static boolean await(long pid, long start) {
    int opened = Processes.openDescriptor((int) pid);
    RunningProcess process = RunningProcess.find(pid);
    if (process == null || !process.is(pid, start)) {
      new Fd(opened).close();
      return true;
    }
    if (opened < 0) {
      return false;
    }
    try (Fd descriptor = new Fd(opened)) {
      return Sockets.poll(descriptor, Constants.POLLIN, descriptor, -1) > 0;
    }
  }
}
