// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Processes;

/**
 * Stops this process while a command that it waits for is stopped, so that a shell with job control
 * sees its job stop, and can continue it.
 */
final class JobControl {
  private JobControl() {}

  /**
   * Stops as the command has. Returns when another process continues this one, and continues the
   * command then, unless that happened already, for {@code fg} of a shell continues the whole
   * group, even if the command has stopped again since.
   */
  static void stopWith(int pid) {
    if (!isJob()) {
      return;
    }
    Processes.stopWithChild();
    ProcessStat command = ProcessStat.find(pid);
    if (command != null && command.isStopped() && !Processes.isStopUnreported(pid)) {
      int ignored = Processes.kill(pid, Constants.SIGCONT);
    }
  }

  /**
   * Whether a shell has made this process a job: nothing else would continue it. Such a parent is
   * in the same session, and in another process group.
   */
  private static boolean isJob() {
    ProcessStat self = ProcessStat.find("self");
    ProcessStat parent = self == null ? null : ProcessStat.find(self.parent());
    return self != null
        && parent != null
        && parent.session() == self.session()
        && parent.group() != self.group();
  }
}
