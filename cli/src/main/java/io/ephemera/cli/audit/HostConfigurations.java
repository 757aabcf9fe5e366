// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import io.ephemera.audit.facts.Facts;
import io.ephemera.cli.tmpfiles.SystemConfiguration;
import io.ephemera.report.Finding;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.engine.Foresight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the configuration of tmpfiles.d(5) for checks: its problems are findings. */
final class HostConfigurations implements Facts.Configurations {
  private final SystemConfiguration configuration;

  HostConfigurations(SystemConfiguration configuration) {
    this.configuration = configuration;
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
    return configuration.tmpfiles(boot, SystemConfiguration.silent());
  }
}
