// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.ProcessArguments;
import io.ephemera.tmpfiles.WarmUp;
import java.util.List;

/** The program {@code ephemera}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and exits with its code.
   *
   * @param args the command line, without the program's name
   */
  public static void main(String[] args) {
    Output output = new Output();
    ExitCode code;
    try {
      code = run(ProcessArguments.of(args), output);
    } catch (IllegalStateException cannotRunHere) {
      // Native access is denied, or /proc cannot be read: for the user, no trace for a developer.
      output.say("ephemera: " + cannotRunHere.getMessage());
      code = ExitCode.FAILURE;
    }
    output.flush();
    end(output.isIncomplete() ? told(output, code) : code);
  }

  /** A success whose data did not get where it was to go is none. */
  private static ExitCode told(Output output, ExitCode code) {
    output.say("ephemera: standard output could not be written");
    output.flush();
    return code == ExitCode.SUCCESS ? ExitCode.FAILURE : code;
  }

  /** On the second core, while this one reads the command line and the configuration. */
  private static void rehearse() {
    Thread rehearsal = new Thread(WarmUp::run, "rehearsal");
    rehearsal.setDaemon(true);
    rehearsal.setUncaughtExceptionHandler(
        (thread, met) -> {}); // the run itself will meet it too, and say so
    rehearsal.start();
  }

  /**
   * Straight out: System.exit looks for a logger to tell, and both it and Runtime.halt may wait for
   * a compiler thread that is busy. There is no shutdown hook.
   */
  private static void end(ExitCode code) {
    if (code != ExitCode.FAILURE) { // where native calls are denied there is no other way out
      CurrentProcess.exit(code.number());
    }
    Runtime.getRuntime().halt(code.number());
  }

  private static ExitCode run(List<Bytes> words, Output output) {
    String command = words.isEmpty() ? "" : words.getFirst().latin1();
    List<Bytes> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (command) {
      case "tmpfiles" -> {
        rehearse();
        yield new TmpfilesCommand(output, new RawVariables()).run(rest);
      }
      case "where" -> new WhereCommand(output).run(rest);
      case "temp" -> new TempCommand(output).run(rest);
      case "sweep" -> new SweepCommand(output).run(rest);
      case "completion" -> new CompletionCommand(output).run(rest);
      case "--help", "-h", "help" -> {
        output.print(Help.ofEphemera());
        yield ExitCode.SUCCESS;
      }
      case "--version", "version" -> {
        output.print(Help.version());
        yield ExitCode.SUCCESS;
      }
      default -> {
        output.say(
            command.isEmpty()
                ? "ephemera: no command"
                : "ephemera: unknown command '" + words.getFirst() + "'");
        output.say("Try 'ephemera --help'.");
        yield ExitCode.USAGE;
      }
    };
  }
}
