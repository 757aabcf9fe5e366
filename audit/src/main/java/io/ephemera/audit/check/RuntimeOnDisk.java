// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.process.MountInfo;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.Set;

/** HA104: what is in /run does not survive a boot. */
final class RuntimeOnDisk implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA104",
          "run-survives-boot",
          Severity.WARNING,
          "The content of /run survives a boot: stale pid files and sockets stay",
          459);

  private static final BytePath RUN = BytePath.of("/run");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    MountInfo.Mount mount = facts.mounts().through(RUN);
    if (mount == null
        || facts.paths().look(RUN) == null
        || IN_MEMORY.contains(mount.fileSystem())) {
      return;
    }
    findings
        .of(RULE, RUN)
        .as(facts.isContainer() ? Severity.NOTE : Severity.WARNING)
        .seen(
            "it is on a file system of type " + mount.fileSystem() + ", mounted on " + mount.path())
        .fix("tmpfs /run tmpfs mode=0755,nosuid,nodev 0 0   # in /etc/fstab")
        .add("programs take what a dead process left there for that of a living one");
  }
}
