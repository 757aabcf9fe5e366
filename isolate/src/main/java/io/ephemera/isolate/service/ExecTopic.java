// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.ExecCommand;
import io.ephemera.units.syntax.ExecCommand.Prefix;
import io.ephemera.units.syntax.ExecLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code Type=}, {@code ExecStartPre=} and {@code ExecStart=}, systemd.service(5). */
final class ExecTopic implements Topic {
  private static final String ONE_SHOT = "oneshot";
  private static final String FORKING = "forking";

  /** Prefixes of a command that must not have the user and the sandbox of the unit. */
  private static final List<Prefix> OF_RIGHTS = List.of(Prefix.PRIVILEGED, Prefix.KEEP_USER);

  private final Values values;
  private final List<ExecCommand> before = new ArrayList<>();
  private final List<ExecCommand> start = new ArrayList<>();
  private @Nullable Assignment type;

  ExecTopic(Values values) {
    this.values = values;
  }

  @Override
  public boolean take(Assignment assignment) {
    switch (assignment.key()) {
      case "Type" -> setType(assignment);
      case "ExecStartPre" -> add(assignment, before);
      case "ExecStart" -> add(assignment, start);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void setType(Assignment assignment) {
    String value =
        values.choice(
            assignment,
            "simple",
            FORKING,
            ONE_SHOT,
            "dbus",
            "notify",
            "notify-reload",
            "idle",
            "exec");
    type = value == null ? type : assignment;
  }

  private void add(Assignment assignment, List<ExecCommand> into) {
    if (assignment.isEmpty()) {
      into.clear();
      return;
    }
    ExecLine line = ExecLine.parse(assignment, values.specifiers());
    values.addAll(line.problems());
    into.addAll(line.commands());
  }

  /** What is wrong with the commands of the unit, each with its position; none if nothing is. */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    if (is(FORKING) && type != null) {
      refusals.add(
          type.position()
              + ": Type=forking: a command that goes into the background cannot be run here; add --"
              + " and a COMMAND that stays in the foreground (often an option such as --foreground,"
              + " -D, -F or 'daemon off;')");
    }
    if (start.size() > 1 && !is(ONE_SHOT)) {
      refusals.add(
          start.get(1).position()
              + ": ExecStart=: more than one command requires Type=oneshot; systemd refuses this"
              + " unit too");
    }
    addPrefixes(before, "ExecStartPre", refusals);
    addPrefixes(start, "ExecStart", refusals);
    return refusals;
  }

  private static void addPrefixes(List<ExecCommand> commands, String key, List<String> refusals) {
    for (ExecCommand command : commands) {
      if (command.has(Prefix.SHELL)) {
        refusals.add(
            command.position()
                + ": "
                + key
                + "=|: the shell of a user is not started here; write /bin/sh -c '...'");
      }
      for (Prefix prefix : OF_RIGHTS) {
        if (command.has(prefix)) {
          refusals.add(
              command.position()
                  + ": "
                  + key
                  + "="
                  + prefix.text()
                  + ": a command cannot have more rights than the unit; run it before, or remove"
                  + " the prefix in a drop-in");
        }
      }
    }
  }

  private boolean is(String value) {
    return type != null && type.value().equals(value);
  }

  /** The command that is run last; null if the unit has none. */
  @Nullable Invocation command() {
    return start.isEmpty() ? null : invocation(start.getLast());
  }

  /** Where the command that is run last is given. */
  @Nullable Position position() {
    return start.isEmpty() ? null : start.getLast().position();
  }

  @Override
  public void addTo(DeclarationBuilder builder) {
    List<Invocation> all = new ArrayList<>();
    before.forEach(command -> all.add(invocation(command)));
    if (start.size() > 1) {
      start.subList(0, start.size() - 1).forEach(command -> all.add(invocation(command)));
    }
    builder.before(all);
  }

  private static Invocation invocation(ExecCommand command) {
    List<Bytes> words = new ArrayList<>();
    command.argv().forEach(word -> words.add(Bytes.latin1(word)));
    return new Invocation(
        Bytes.latin1(command.path()),
        words,
        !command.has(Prefix.NO_VARIABLES),
        command.has(Prefix.IGNORE_FAILURE));
  }
}
