// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.SubjectExplainer;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Suggestion;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.units.UnitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is explained instead of a PATH: {@code --unit=NAME} or {@code --pid=N}.
 *
 * @param unit null without {@code --unit=}
 * @param pid 0 without {@code --pid=}
 */
record SubjectOptions(@Nullable UnitName unit, int pid) {
  private static final int MOST_DIGITS = 9;
  private static final Set<String> TYPES = Set.of("service", "socket", "scope", "slice");

  static SubjectOptions of(ParsedCommandLine line) throws UsageException {
    Bytes unit = line.last(ExplainDefinition.UNIT);
    Bytes pid = line.last(ExplainDefinition.PID);
    if (unit == null && pid == null) {
      return new SubjectOptions(null, 0);
    }
    String option = unit == null ? "--pid=" : "--unit=";
    require(unit == null || pid == null, "--unit= cannot be combined with --pid=");
    require(line.arguments().isEmpty(), option + " requires that no PATH is given");
    require(!line.has(ExplainDefinition.ALL), option + " cannot be combined with --all");
    require(
        pid == null || !line.has(ExplainDefinition.ROOT), "--pid= cannot be combined with --root=");
    return new SubjectOptions(unit == null ? null : name(unit), pid == null ? 0 : number(pid));
  }

  /** As systemctl(1) completes it: {@code nginx} is {@code nginx.service}. */
  private static UnitName name(Bytes text) throws UsageException {
    UnitName name = UnitName.parse(text.latin1());
    if (name == null) {
      name = UnitName.parse(text.latin1() + ".service");
    }
    if (name == null) {
      throw new UsageException("invalid unit name '" + text + "'");
    }
    require(
        TYPES.contains(name.type()),
        "'" + text + "' has no processes: expected a service, socket, scope or slice");
    require(!name.isTemplate(), "'" + text + "' is a template: expected an instance of it");
    return name;
  }

  private static int number(Bytes text) throws UsageException {
    String digits = text.latin1();
    boolean valid =
        !digits.isEmpty()
            && digits.length() <= MOST_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int number = valid ? Integer.parseInt(digits) : 0;
    require(number > 0, "invalid process ID '" + text + "'");
    return number;
  }

  boolean isGiven() {
    return unit != null || pid != 0;
  }

  Belongings explainedBy(SubjectExplainer explainer) throws IOException {
    return unit == null ? explainer.process(pid) : explainer.unit(unit.full());
  }

  /** Which of both it is. */
  String kind() {
    return unit == null ? "pid" : "unit";
  }

  String shown() {
    return unit == null ? Integer.toString(pid) : unit.full();
  }

  /** Names units that may have been meant, to follow a message. */
  String suggestion(List<String> units) {
    if (unit == null) {
      return "";
    }
    String ending = "." + unit.type();
    List<String> names = new ArrayList<>();
    for (String name : units) {
      if (name.endsWith(ending)) {
        names.add(name.substring(0, name.length() - ending.length()));
      }
    }
    return Suggestion.of(unit.withoutSuffix(), names);
  }
}
