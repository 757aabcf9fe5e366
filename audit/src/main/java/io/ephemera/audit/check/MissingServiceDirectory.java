// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HA703: nothing makes the directory in /run that a service needs, and it may not itself. */
final class MissingServiceDirectory implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA703",
          "missing-service-directory",
          Severity.WARNING,
          "Nothing makes the directory of a service in /run",
          0);

  private static final BytePath RUN = BytePath.of("/run");
  private static final BytePath OLD_RUN = BytePath.of("/var/run");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    Set<BytePath> made = made(facts);
    for (Unit unit : facts.units().all()) {
      Assignment file = UnitWords.last(unit, "PIDFile");
      if (file == null || !file.value().startsWith("/") || !isUnprivileged(unit)) {
        continue;
      }
      BytePath directory = directory(BytePath.of(Bytes.latin1(file.value())));
      if (directory != null
          && !made.contains(directory)
          && !isClaimed(directory, facts)
          && facts.paths().look(directory) == null) {
        report(unit, file, directory, findings);
      }
    }
  }

  /** The directory directly in /run of a path below it; null if it has none. */
  private static @Nullable BytePath directory(BytePath path) {
    BytePath below =
        path.startsWith(OLD_RUN)
            ? path.below(OLD_RUN)
            : path.startsWith(RUN) ? path.below(RUN) : null;
    List<Bytes> components = below == null ? List.of() : below.components();
    return components.size() < 2 ? null : RUN.child(Name.of(components.getFirst()));
  }

  /** Whether it has a user and no command that runs with more rights and could make directories. */
  private static boolean isUnprivileged(Unit unit) {
    String user = UnitWords.value(unit, "User");
    if (user.isEmpty() || user.equals("root") || user.equals("0")) {
      return false;
    }
    for (Assignment assignment : unit.assignments()) {
      boolean before = assignment.key().equals("ExecStartPre");
      if (before && assignment.value().matches("[-:@|]*[+!].*")) {
        return false;
      }
    }
    return !UnitWords.isTrue(UnitWords.value(unit, "PermissionsStartOnly"));
  }

  private static Set<BytePath> made(Facts facts) {
    Set<BytePath> made = new HashSet<>();
    for (Line line : facts.boot().lines()) {
      if (line.type().creates()) {
        boolean ignored = made.add(line.path());
      }
    }
    return made;
  }

  private static boolean isClaimed(BytePath directory, Facts facts) {
    for (UnitClaim claim : facts.services().claims(directory)) {
      if (claim.isTree()) {
        return true;
      }
    }
    return false;
  }

  private static void report(Unit unit, Assignment file, BytePath directory, Findings findings) {
    String name = unit.name().full();
    findings
        .of(RULE, directory)
        .about(name + " " + directory)
        .ofUnit(name)
        .seen(UnitWords.shown(file))
        .seen("User=" + Bytes.latin1(UnitWords.value(unit, "User")))
        .fix("systemctl edit " + name + "   # [Service] RuntimeDirectory=" + directory.name())
        .add("after a boot the directory is missing, and the service may not create it");
  }
}
