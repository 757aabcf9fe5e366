// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.Purpose;
import io.ephemera.Sweep;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code ephemera temp}: a temporary file or directory as mktemp(1) makes it, or a command with a
 * temporary directory of its own. What earlier commands left there is swept before.
 */
final class TempCommand {
  private static final String NOBODY = "ephemera";

  private final Output output;

  TempCommand(Output output) {
    this.output = output;
  }

  ExitCode run(List<Bytes> words) {
    try {
      Options options = Options.parse(TempOption.values(), words);
      if (options.has(TempOption.HELP)) {
        output.print(Help.ofTemp());
        return ExitCode.SUCCESS;
      }
      if (options.has(TempOption.VERSION)) {
        output.print(Help.version());
        return ExitCode.SUCCESS;
      }
      List<Bytes> command = options.command();
      return command == null ? make(options) : run(command, options);
    } catch (UsageException | IllegalArgumentException e) {
      output.say("ephemera temp: " + e.getMessage());
      output.say("Try 'ephemera temp --help'.");
      return ExitCode.USAGE;
    } catch (IOException e) {
      output.say("ephemera temp: " + e.getMessage());
      return ExitCode.FAILED_STEPS;
    }
  }

  private ExitCode make(Options options) throws UsageException, IOException {
    List<Bytes> arguments = options.arguments();
    if (arguments.size() > 1) {
      throw new UsageException("name one TEMPLATE");
    }
    if (options.has(TempOption.APP)) {
      throw new UsageException("--app=NAME goes with a command: temp -d --app=NAME -- COMMAND");
    }
    boolean usual = arguments.isEmpty();
    Template template =
        Template.of(usual ? Template.USUAL : arguments.getFirst(), options.last(TempOption.SUFFIX));
    Bytes above = directory(options, template, usual);
    Bytes made = template.make(above, options.has(TempOption.DIRECTORY));
    output.print(made.plus(Bytes.latin1("\n")));
    return ExitCode.SUCCESS;
  }

  /** Where a template begins; null for the current directory, whoever may write to that. */
  private @Nullable Bytes directory(Options options, Template template, boolean usual)
      throws UsageException, IOException {
    Bytes named = options.last(TempOption.TMPDIR);
    if (!usual && named == null) {
      return null;
    }
    if (template.isAbsolute()) {
      throw new UsageException("with -p the template begins there: it cannot begin with '/'");
    }
    Place place = place(options);
    Sweep _ = Sweep.of(place); // refuses a place where others could exchange what is made
    return named == null ? Bytes.of(place.pathBytes()) : named;
  }

  private ExitCode run(List<Bytes> command, Options options) throws UsageException, IOException {
    if (!options.has(TempOption.DIRECTORY)) {
      throw new UsageException("a command is run with a directory: temp -d -- COMMAND");
    }
    if (command.isEmpty()) {
      throw new UsageException("name a command behind '--'");
    }
    if (!options.argumentsBeforeCommand().isEmpty() || options.has(TempOption.SUFFIX)) {
      throw new UsageException("the directory of a command has a name of its own");
    }
    Place place = place(options);
    Sweep _ = Sweep.of(place);
    int code = new TemporaryRun(output).run(command, place);
    output.flush();
    CurrentProcess.exit(code);
    return ExitCode.SUCCESS;
  }

  private Place place(Options options) throws IOException {
    Bytes app = options.last(TempOption.APP);
    String application = app == null ? NOBODY : app.latin1();
    Bytes directory = options.last(TempOption.TMPDIR);
    return directory == null
        ? usualPlace(application)
        : Place.at(absolute(directory), Purpose.TEMPORARY, application);
  }

  /** TMPDIR, or what takes its place, and then the reason is told. */
  private Place usualPlace(String application) throws IOException {
    Place place =
        Places.builder(application)
            .warnings(warning -> output.say("ephemera temp: " + warning))
            .build()
            .temporary();
    for (Place.Rejection rejection : place.rejections()) {
      if (rejection.origin().equals("TMPDIR")) {
        output.say("ephemera temp: " + rejection + "; " + place + " takes its place");
      }
    }
    return place;
  }

  /** A directory of the command line, its bytes kept whatever the locale is. */
  static Path absolute(Bytes directory) throws IOException {
    if (directory.length() == 0) {
      throw new IllegalArgumentException("the name of the directory is empty");
    }
    return JavaPath.of(Template.fromHere(BytePath.of(directory)));
  }
}
