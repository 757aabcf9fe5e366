// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Stat;
import io.ephemera.process.MountInfo;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA402: device nodes are in /dev. */
final class DeviceNode implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA402", "device-node", Severity.ERROR, "A device node is in a temporary place", 732);

  private static final int OTHERS = 6;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    boolean device =
        stat.type() == FileType.CHARACTER_DEVICE || stat.type() == FileType.BLOCK_DEVICE;
    if (!device || isOfNoDriver(stat) || !seen.in().reachable()) {
      return;
    }
    boolean usable = (stat.mode() & OTHERS) != 0 && !isForbidden(seen, facts);
    findings
        .of(RULE, seen.path())
        .as(usable ? Severity.ERROR : Severity.WARNING)
        .seen(stat)
        .seen("device " + stat.nodeMajor() + ":" + stat.nodeMinor())
        .fix("rm " + Shown.word(seen.path()))
        .add(
            usable
                ? "any user can use the device, past the permissions in /dev"
                : "it gives access to the device past the permissions in /dev");
  }

  /** Device 0:0 is none: whiteouts of overlay file systems, inaccessible files of systemd. */
  private static boolean isOfNoDriver(Stat stat) {
    return stat.nodeMajor() == 0 && stat.nodeMinor() == 0;
  }

  private static boolean isForbidden(Sighting seen, Facts facts) {
    MountInfo.Mount mount = facts.isHost() ? facts.mounts().through(seen.path()) : null;
    return mount != null && mount.hasFlag("nodev");
  }
}
