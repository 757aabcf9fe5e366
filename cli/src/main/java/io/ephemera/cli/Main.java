// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Help;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.Suggestion;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.Bytes;
import io.ephemera.host.views.ForeignRoot;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.ProcessArguments;
import java.io.IOException;
import java.util.List;

/** The program {@code ephemera}. */
public final class Main {
  private static final String WORKING_DIRECTORY = "ephemera.directory";

  private static final List<String> OPTIONS = List.of("--help", "--version");

  private Main() {}

  /**
   * Runs one command and exits with its status.
   *
   * @param args the command line, without the program's name
   */
  public static void main(String[] args) {
    exit(execute(args));
  }

  /** Runs one command and writes everything that it prints: its exit status. */
  static ExitStatus execute(String[] args) {
    Output output = new Output();
    ExitStatus status;
    try {
      returnToDirectory();
      status = run(ProcessArguments.of(args), output);
    } catch (IllegalStateException unusableSystem) {
      // Native access is denied, or /proc cannot be read: a message for the user, no stack trace.
      output.say("ephemera: " + unusableSystem.getMessage());
      status = ExitStatus.FAILURE;
    } catch (OutOfMemoryError limited) { // so Java reports that there are no more threads, too
      output.say(
          "ephemera: a limit is too low (ulimit -v, MemoryMax=, TasksMax=): "
              + limited.getMessage());
      status = ExitStatus.FAILURE;
    }
    output.flush();
    return output.isIncomplete() ? reportLostData(output, status) : status;
  }

  /**
   * The launcher {@code ./ephemera} leaves it, because the virtual machine does not start there.
   */
  private static void returnToDirectory() {
    String descriptor = System.getProperty(WORKING_DIRECTORY);
    if (descriptor != null) {
      WorkingDirectory.returnTo(Integer.parseInt(descriptor));
    }
  }

  private static ExitStatus run(List<Bytes> words, Output output) {
    String word = words.isEmpty() ? "" : words.getFirst().latin1();
    Command command = Commands.named(word);
    if (command != null) {
      List<Bytes> ofCommand = words.subList(1, words.size());
      command.warmUp(ofCommand);
      return command.run(ofCommand, output);
    }
    return switch (word) {
      case "--help", "-h" -> help(output);
      case "help" -> words.size() > 1 ? helpOf(words.get(1), output) : help(output);
      case "--version", "version" -> {
        output.print(Help.version());
        yield ExitStatus.SUCCESS;
      }
      case ForeignRoot.WORD -> lookInRoots(output);
      case "" -> invalid("no command given", output);
      default -> unknown(words.getFirst(), output);
    };
  }

  private static ExitStatus help(Output output) {
    output.print(Help.of(Commands.definitions()));
    return ExitStatus.SUCCESS;
  }

  /** {@code ephemera help where} prints what {@code ephemera where --help} prints. */
  private static ExitStatus helpOf(Bytes name, Output output) {
    Command command = Commands.named(name.latin1());
    if (command == null) {
      return unknown(name, output);
    }
    output.print(Help.of(command.definition()));
    return ExitStatus.SUCCESS;
  }

  private static ExitStatus unknown(Bytes word, Output output) {
    boolean isOption = word.latin1().startsWith("-");
    List<String> known = isOption ? OPTIONS : Commands.NAMES;
    return invalid(
        (isOption ? "unknown option '" : "unknown command '")
            + word
            + "'"
            + Suggestion.of(word.latin1(), known),
        output);
  }

  private static ExitStatus invalid(String message, Output output) {
    output.say("ephemera: " + message);
    output.say("Try 'ephemera --help'.");
    return ExitStatus.USAGE;
  }

  /** For this program itself, which asks on standard input. */
  private static ExitStatus lookInRoots(Output output) {
    try {
      ForeignRoot.answer(System.in, output.data());
      return ExitStatus.SUCCESS;
    } catch (IOException e) {
      return ExitStatus.FAILURE;
    }
  }

  /** A success whose data was lost is a failure. */
  private static ExitStatus reportLostData(Output output, ExitStatus status) {
    output.say("ephemera: cannot write to standard output");
    output.flush();
    return status.equals(ExitStatus.SUCCESS) ? ExitStatus.FAILURE : status;
  }

  /**
   * Exits at once: System.exit looks for a logger, and both it and Runtime.halt may wait for a
   * compiler thread. There are no shutdown hooks.
   */
  private static void exit(ExitStatus status) {
    if (status.code() != ExitStatus.FAILURE.code()) { // where native calls are denied, it is this
      CurrentProcess.exit(status.code());
    }
    Runtime.getRuntime().halt(status.code());
  }
}
