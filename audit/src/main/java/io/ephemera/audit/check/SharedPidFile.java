// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import java.util.List;

/** HA702: the pid file of a service is where any user can create it. */
final class SharedPidFile implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA702",
          "shared-pid-file",
          Severity.ERROR,
          "The pid file of a service is in a directory to which any user can write",
          377);

  private static final List<BytePath> SHARED =
      List.of(
          BytePath.of("/tmp"),
          BytePath.of("/var/tmp"),
          BytePath.of("/dev/shm"),
          BytePath.of("/run/lock"),
          BytePath.of("/var/lock"));

  /** Of these a service can have its own. */
  private static final List<BytePath> PRIVATE =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"));

  private static final BytePath OLD_RUN = BytePath.of("/var/run");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (Unit unit : facts.units().all()) {
      Assignment file = UnitWords.last(unit, "PIDFile");
      if (file != null && file.value().startsWith("/")) {
        judge(unit, file, BytePath.of(Bytes.latin1(file.value())), findings);
      }
    }
  }

  private static void judge(Unit unit, Assignment at, BytePath path, Findings findings) {
    String name = unit.name().full();
    BytePath parent = path.parent();
    boolean isPrivate = UnitWords.hasPrivateTmp(unit) && PRIVATE.contains(parent);
    if (SHARED.contains(parent) && !isPrivate) {
      findings
          .of(RULE, path)
          .about(name + " " + path)
          .ofUnit(name)
          .seen(UnitWords.shown(at))
          .fix("systemctl edit " + name + "   # [Service] RuntimeDirectory= and PIDFile= in it")
          .add("any user who creates the file first decides which process is the service's");
    } else if (path.startsWith(OLD_RUN)) {
      findings
          .of(RULE, path)
          .as(Severity.NOTE)
          .about(name + " " + path)
          .ofUnit(name)
          .seen(UnitWords.shown(at))
          .fix("# /run instead of /var/run")
          .add("/var/run is the old name of /run");
    }
  }
}
