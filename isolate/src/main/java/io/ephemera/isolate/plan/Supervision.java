// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

/**
 * Whether a process stays beside the command.
 *
 * @param stays whether it does; else the command takes the place of this process, execve(2)
 * @param isInit whether it waits for all orphans, as init(1) does
 * @param killsRest whether it ends the processes that the command leaves behind
 */
public record Supervision(boolean stays, boolean isInit, boolean killsRest) {
  /** The command takes the place of this process. */
  public static final Supervision NONE = new Supervision(false, false, false);
}
