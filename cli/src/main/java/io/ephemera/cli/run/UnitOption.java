// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Suggestion;
import io.ephemera.cli.command.Urgency;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.service.Directives;
import io.ephemera.isolate.service.ServiceFile;
import io.ephemera.tmpfiles.language.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Reads the unit file of {@code --unit}, and says what of it has no effect. */
final class UnitOption {
  /** The directives about the command itself. */
  private static final List<String> OF_COMMAND = List.of("ExecStart", "Type");

  private static final List<String> OF_MANY = List.of(ServiceFile.SANDBOX, ServiceFile.MOUNTS);

  private UnitOption() {}

  /** The unit that the option names. */
  static ServiceFile read(ParsedCommandLine line, Output output)
      throws UsageException, IOException {
    Bytes unit = Objects.requireNonNull(line.last(RunDefinition.UNIT));
    boolean isPath = unit.latin1().indexOf('/') >= 0;
    Bytes absolute = isPath ? WorkingDirectory.resolve(BytePath.of(unit)).bytes() : unit;
    ServiceFile read = ServiceFile.read(absolute, without(line));
    for (Problem problem : read.problems()) {
      output.say(Urgency.WARNING, problem.toString());
    }
    if (line.has(RunDefinition.VERBOSE) && !read.ignored().isEmpty()) {
      output.say(Urgency.INFO, "without effect here: " + String.join(", ", read.ignored()));
    }
    output.flush();
    return read;
  }

  private static Set<String> without(ParsedCommandLine line) throws RunException {
    Set<String> names = new HashSet<>();
    for (Bytes value : line.all(RunDefinition.WITHOUT)) {
      String name = value.latin1();
      boolean known =
          OF_MANY.contains(name)
              || Directives.of("Service", name) != null
              || Directives.of("Unit", name) != null;
      if (!known) {
        throw new RunException(
            Failure.USAGE,
            "--without="
                + value
                + " is not a directive of [Unit] or [Service]"
                + suggestion(name)
                + "; see UNIT FILES in ephemera-run(1)");
      }
      boolean ignored = names.add(name);
    }
    List<Bytes> program = line.program();
    if (program != null && !program.isEmpty()) { // it takes their place
      names.addAll(OF_COMMAND);
    }
    return names;
  }

  private static String suggestion(String name) {
    List<String> known = new ArrayList<>(OF_MANY);
    for (Directives.Handling handling : Directives.Handling.values()) {
      known.addAll(Directives.names("Service", handling));
      known.addAll(Directives.names("Unit", handling));
    }
    return Suggestion.of(name, known);
  }
}
