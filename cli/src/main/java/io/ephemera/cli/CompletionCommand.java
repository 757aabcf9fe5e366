// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import java.util.List;

/** {@code ephemera completion}. */
final class CompletionCommand {
  private final Output output;

  CompletionCommand(Output output) {
    this.output = output;
  }

  ExitCode run(List<Bytes> words) {
    String word = words.size() == 1 ? words.getFirst().latin1() : "";
    if (word.equals("--help") || word.equals("-h")) {
      output.print(Help.ofCompletion());
      return ExitCode.SUCCESS;
    }
    Completion shell = Completion.named(word);
    if (shell == null) {
      output.say("ephemera completion: name one shell: " + String.join(", ", Completion.names()));
      return ExitCode.FAILURE;
    }
    output.print(shell.script());
    return ExitCode.SUCCESS;
  }
}
