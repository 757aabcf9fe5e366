// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.units.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** HA701: a service that uses /tmp has none of its own. */
final class SharedTmp implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA701",
          "shared-tmp",
          Severity.WARNING,
          "A service uses the /tmp of all users instead of a private one",
          377);

  private static final List<BytePath> PRIVATE =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"));
  private static final int MOST_SHOWN = 3;

  /** Their clients meet them there, or sessions of users run in them. */
  private static final List<String> MEANT =
      List.of(
          "session",
          "display-manager",
          "gdm",
          "lightdm",
          "sddm",
          "xdm",
          "x11",
          "xvfb",
          "ssh",
          "cron",
          "crond",
          "atd",
          "anacron",
          "docker",
          "containerd",
          "podman",
          "snapd",
          "libvirt",
          "virt",
          "getty",
          "systemd-",
          "sddm",
          "xrdp",
          "vnc",
          "tmux",
          "screen");

  private final Map<String, Set<BytePath>> byUnit = new ConcurrentSkipListMap<>();
  private final Map<String, HostProcess> processes = new ConcurrentSkipListMap<>();

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void begin(Facts facts) {
    UseTable ignored = facts.uses(); // before the walk
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    FileId file = FileId.of(seen.stat());
    if (seen.place().kind() != Place.Kind.TEMPORARY
        || !PRIVATE.contains(seen.place().path())
        || !facts.uses().mayBeUsed(file)) {
      return;
    }
    for (Use use : facts.uses().of(file)) {
      HostProcess process = use.process();
      String unit = process == null ? null : process.placement().systemUnit();
      if (process != null && unit != null) {
        Set<BytePath> paths = byUnit.computeIfAbsent(unit, none -> new ConcurrentSkipListSet<>());
        if (paths.size() < MOST_SHOWN) {
          boolean ignored = paths.add(seen.path());
        }
        processes.computeIfAbsent(unit, none -> process);
      }
    }
  }

  @Override
  public void end(Facts facts, Findings findings) {
    byUnit.forEach((name, paths) -> {
      Unit unit = facts.units().named(name);
      if (unit != null
          && isService(name)
          && UnitWords.last(unit, "PrivateTmp") == null
          && !UnitWords.hasPrivateTmp(unit)) {
        report(unit, paths, findings);
      }
    });
  }

  private static boolean isService(String unit) {
    return unit.endsWith(".service") && MEANT.stream().noneMatch(unit::startsWith);
  }

  private void report(Unit unit, Set<BytePath> paths, Findings findings) {
    String name = unit.name().full();
    BytePath file = unit.fragment();
    Findings.Draft draft =
        findings
            .of(RULE, file == null ? BytePath.of("/etc/systemd/system/" + name) : file)
            .about(name)
            .ofUnit(name);
    HostProcess process = processes.get(name);
    for (BytePath path : paths) {
      draft.seen((process == null ? name : Shown.process(process)) + " uses " + path);
    }
    draft
        .fix("systemctl edit " + name + "   # [Service] PrivateTmp=yes")
        .add("other users can guess, take and read its names in /tmp");
  }
}
