// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import io.ephemera.audit.facts.Facts;
import io.ephemera.cli.tmpfiles.DeadRuns;
import io.ephemera.cli.tmpfiles.EnvironmentVariables;
import io.ephemera.cli.tmpfiles.ReferenceTime;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Finding;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of tmpfiles.d(5) of a host or an image. */
final class HostConfigurations implements Facts.Configurations {
  private final @Nullable BytePath root;
  private final Progress progress;
  private final long now = ReferenceTime.now();

  HostConfigurations(@Nullable BytePath root, Progress progress) {
    this.root = root;
    this.progress = progress;
  }

  @Override
  public Foresight foresight(boolean boot) throws IOException {
    return tmpfiles(boot).foresight();
  }

  @Override
  public List<Finding> check() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Tmpfiles.Result ignored = tmpfiles(true).check(findings::add);
    return findings;
  }

  private Tmpfiles tmpfiles(boolean boot) {
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
    return new Tmpfiles(
        new Request(flags, scope, Request.Sources.SYSTEM), environment, new Silent());
  }

  /** Hears nothing: problems of the configuration are findings. */
  private static final class Silent implements Tmpfiles.Listener {
    @Override
    public void problem(Problem problem) {}

    @Override
    public void outcome(Outcome outcome) {}
  }
}
