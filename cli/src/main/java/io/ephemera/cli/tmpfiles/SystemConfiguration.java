// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a host or an image, for commands that only tell what is in it or what it
 * would do.
 *
 * @param root the directory used as the root directory; null for that of the host
 * @param now the time from which ages count, in microseconds since 1970
 * @param progress counts what is looked at, within its limits
 */
public record SystemConfiguration(@Nullable BytePath root, long now, Progress progress) {
  /**
   * Reads it, and changes nothing.
   *
   * @param boot whether with the lines marked {@code !}
   * @param listener hears what is wrong with it
   */
  public Tmpfiles tmpfiles(boolean boot, Tmpfiles.Listener listener) {
    Set<Request.Flag> flags = EnumSet.of(Request.Flag.DRY_RUN);
    if (boot) {
      flags.add(Request.Flag.BOOT);
    }
    Request.Scope scope = root == null ? Request.Scope.HOST : Request.Scope.below(root);
    RunEnvironment environment =
        new RunEnvironment(
            new EnvironmentVariables(),
            () -> Bytes.EMPTY,
            () -> now,
            progress,
            root == null ? DeadRuns.living() : directory -> false);
    return new Tmpfiles(new Request(flags, scope, Request.Sources.SYSTEM), environment, listener);
  }

  /** Hears nothing: for what is read again, or checked. */
  public static Tmpfiles.Listener silent() {
    return new Silent();
  }

  private static final class Silent implements Tmpfiles.Listener {
    @Override
    public void problem(Problem problem) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
