// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.Purpose;
import io.ephemera.Sweeper;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.Bytes;
import io.ephemera.process.Environ;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ephemera temp}: creates a temporary file or directory as mktemp(1) does, or runs a program
 * with a temporary directory of its own. What earlier programs left behind there is removed first.
 */
public final class TempCommand implements Command {

  @Override
  public CommandDefinition definition() {
    return new TempDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    List<Bytes> program = line.program();
    try {
      return program == null || !line.has(TempDefinition.DIRECTORY)
          ? create(line, output)
          : run(program, line, output);
    } catch (IllegalArgumentException invalidName) {
      throw new UsageException(String.valueOf(invalidName.getMessage()));
    }
  }

  private static ExitStatus create(ParsedCommandLine line, Output output)
      throws UsageException, IOException {
    require(
        !line.has(TempDefinition.APP),
        "--app=NAME requires a command: ephemera temp -d --app=NAME -- COMMAND...");
    Bytes words = template(line);
    Template template =
        Template.of(words == null ? Template.DEFAULT : words, line.last(TempDefinition.SUFFIX));
    try {
      Bytes parent = parent(line, output, template, words == null);
      boolean directory = line.has(TempDefinition.DIRECTORY);
      Bytes path =
          line.has(TempDefinition.DRY_RUN)
              ? template.findFree(parent)
              : template.create(parent, directory);
      output.print(path.plus(Bytes.latin1("\n")));
      return ExitStatus.SUCCESS;
    } catch (IOException e) {
      if (!line.has(TempDefinition.QUIET)) {
        throw e;
      }
      return ExitStatus.FAILED_STEPS;
    }
  }

  /** The TEMPLATE, also after {@code --}; null without one. */
  private static @Nullable Bytes template(ParsedCommandLine line) throws UsageException {
    List<Bytes> given = new ArrayList<>(line.arguments());
    List<Bytes> rest = line.program();
    if (rest != null) {
      given.addAll(rest);
      require(
          given.size() <= 1,
          "expected one TEMPLATE; to run a command: ephemera temp -d -- COMMAND...");
    }
    return given.isEmpty() ? null : given.getFirst();
  }

  /** Where a template begins; null for the current directory, whoever can write to that. */
  private static @Nullable Bytes parent(
      ParsedCommandLine line, Output output, Template template, boolean isDefault)
      throws UsageException, IOException {
    boolean inTmpdir = line.has(TempDefinition.IN_TMPDIR);
    require(
        !inTmpdir || !template.hasDirectory(), "with -t, TEMPLATE must be a name without a slash");
    if (!isDefault && !inTmpdir && !line.has(TempDefinition.TMPDIR)) {
      return null;
    }
    require(!template.isAbsolute(), "with -p, TEMPLATE must be a relative path");
    Place place = place(line, output);
    // Refuses a place where other users could replace what is created.
    Sweeper.Result _ = Sweeper.sweepPart(place);
    Bytes named = directory(line);
    return named == null ? Bytes.of(place.pathBytes()) : named;
  }

  /** The DIR that is used; null if that is the usual place. */
  private static @Nullable Bytes directory(ParsedCommandLine line) {
    Bytes named = line.last(TempDefinition.TMPDIR);
    boolean overruled = line.has(TempDefinition.IN_TMPDIR) && hasTmpdir();
    return named == null || named.isEmpty() || overruled ? null : named;
  }

  private static boolean hasTmpdir() {
    Bytes value = Environ.ofProcessOrJava().toMap().get("TMPDIR");
    return value != null && !value.isEmpty();
  }

  private static ExitStatus run(List<Bytes> program, ParsedCommandLine line, Output output)
      throws UsageException, IOException {
    require(!program.isEmpty(), "expected a COMMAND after '--'");
    require(
        line.arguments().isEmpty()
            && !line.has(TempDefinition.SUFFIX)
            && !line.has(TempDefinition.IN_TMPDIR)
            && !line.has(TempDefinition.DRY_RUN)
            && !line.has(TempDefinition.QUIET),
        "TEMPLATE, --suffix=, -t, -u and -q cannot be combined with a command");
    Place place = place(line, output);
    Sweeper.Result _ = Sweeper.sweepPart(place);
    return new TemporaryRun(output).run(program, place);
  }

  private static Place place(ParsedCommandLine line, Output output)
      throws UsageException, IOException {
    Bytes app = line.last(TempDefinition.APP);
    String application = app == null ? Places.DEFAULT_APPLICATION : app.latin1();
    Bytes directory = directory(line);
    return directory == null
        ? usualPlace(application, output)
        : Place.at(WorkingDirectory.resolve(directory), Purpose.TEMPORARY, application);
  }

  /** TMPDIR, or the place used instead of it, and then the reason is printed. */
  private static Place usualPlace(String application, Output output) throws IOException {
    Place place =
        Places.builder(application)
            .warnings(warning -> output.say("ephemera temp: " + warning))
            .build()
            .temporary();
    for (Place.Rejection rejection : place.rejections()) {
      if (rejection.origin().equals("TMPDIR")) {
        output.say("ephemera temp: " + rejection + "; using " + place);
      }
    }
    return place;
  }
}
