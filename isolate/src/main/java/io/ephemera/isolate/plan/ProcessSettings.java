// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process inherits from its parent, other than rights, variables and descriptors above 2.
 * What is null stays as the caller has it.
 *
 * @param noNewPrivileges whether execve(2) can no longer grant privileges, prctl(2)
 * @param limits resource limits
 * @param nice the nice value, -20 to 19
 * @param oomScoreAdjust -1000 to 1000, proc_pid_oom_score_adj(5)
 * @param ignoresBrokenPipe whether SIGPIPE is ignored; then no other signal is, and none is blocked
 * @param input standard input
 * @param output standard output
 * @param error standard error
 */
public record ProcessSettings(
    boolean noNewPrivileges,
    List<ResourceLimit> limits,
    @Nullable Integer nice,
    @Nullable Integer oomScoreAdjust,
    @Nullable Boolean ignoresBrokenPipe,
    StandardStream input,
    StandardStream output,
    StandardStream error) {
  /** Everything as the caller has it. */
  public static final ProcessSettings OF_CALLER =
      new ProcessSettings(
          false,
          List.of(),
          null,
          null,
          null,
          new StandardStream.Inherited(),
          new StandardStream.Inherited(),
          new StandardStream.Inherited());

  /** Whether all of it is as the caller has it. */
  public boolean isOfCaller() {
    return !noNewPrivileges
        && limits.isEmpty()
        && nice == null
        && oomScoreAdjust == null
        && ignoresBrokenPipe == null
        && input instanceof StandardStream.Inherited
        && output instanceof StandardStream.Inherited
        && error instanceof StandardStream.Inherited;
  }

  /** Takes a copy. */
  public ProcessSettings {
    limits = List.copyOf(limits);
  }
}
