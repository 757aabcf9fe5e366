// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import java.util.List;

/** A command of the program. */
public interface Command {
  /** Describes it. */
  CommandDefinition definition();

  /**
   * Starts what can be prepared on another core before the command line is parsed.
   *
   * @param words the command line without the name of the command
   */
  default void warmUp(List<Bytes> words) {}

  /**
   * Runs it.
   *
   * @throws UsageException if the command line is invalid in a way that its definition cannot say
   * @throws IOException if it cannot do its work; the message is for the user
   */
  ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException;

  /**
   * Runs it with these words, or prints its help or the version if they ask for it.
   *
   * @return its exit status; that of its definition if it threw
   */
  default ExitStatus run(List<Bytes> words, Output output) {
    CommandDefinition definition = definition();
    String name = CommandDefinition.PROGRAM + " " + definition.name();
    try {
      ParsedCommandLine line = CommandLineParser.parse(definition, words);
      if (line.has(Option.HELP)) {
        output.print(Help.of(definition));
        return ExitStatus.SUCCESS;
      }
      if (line.has(Option.VERSION)) {
        output.print(Help.version());
        return ExitStatus.SUCCESS;
      }
      return run(line, output);
    } catch (UsageException e) {
      output.say(name + ": " + e.getMessage());
      output.say(Urgency.INFO, "Try '" + name + " --help'.");
      return definition.usageStatus();
    } catch (IOException e) {
      output.say(name + ": " + e.getMessage());
      return definition.failureStatus();
    }
  }
}
