// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.process.MountInfo;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.ArrayList;
import java.util.List;

/** HA105: no set-user-ID program and no device works in a temporary place. */
final class MountFlags implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA105",
          "mount-flags",
          Severity.WARNING,
          "The mount of a temporary place allows set-user-ID programs or devices",
          250,
          "CIS-1.1.2.1",
          "CIS-1.1.2.2",
          "CIS-1.1.2.5",
          "STIG-RHEL-09-231110",
          "lynis-FILE-6374");

  private static final List<String> WANTED = List.of("nosuid", "nodev");

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
    if (!facts.isFirstUserNamespace()) {
      return; // the kernel forces both on mounts of other user namespaces
    }
    for (Place place : facts.places()) {
      MountInfo.Mount mount = facts.mounts().through(place.path());
      if (mount == null || place.kind() == Place.Kind.OTHER) {
        continue;
      }
      if (mount.path().equals(place.path())) {
        judge(place, mount, findings);
      } else if (place.kind() == Place.Kind.TEMPORARY && !facts.isContainer()) {
        noMount(place, mount, findings);
      }
    }
  }

  private static void judge(Place place, MountInfo.Mount mount, Findings findings) {
    List<String> missing = new ArrayList<>(WANTED);
    boolean ignored = missing.removeIf(mount::hasFlag);
    if (!missing.isEmpty()) {
      String flags = String.join(",", missing);
      findings
          .of(RULE, place.path())
          .seen("mounted with " + mount.flags())
          .fix("mount -o remount," + flags + " " + Shown.word(place.path()))
          .fix("# and the same flags where it is mounted at boot: /etc/fstab, or tmp.mount")
          .add("the mount lacks " + String.join(" and ", missing));
    }
  }

  private static void noMount(Place place, MountInfo.Mount mount, Findings findings) {
    findings
        .of(RULE, place.path())
        .as(Severity.NOTE)
        .seen("it is in the mount on " + mount.path())
        .fix("# a mount of its own, with nosuid,nodev")
        .add("it is not a mount of its own, so that nosuid and nodev cannot be set for it alone");
  }
}
