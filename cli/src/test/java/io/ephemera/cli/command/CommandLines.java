// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Command lines as tests write them. */
public final class CommandLines {
  private CommandLines() {}

  /** Parses a command line whose words are separated by spaces. */
  public static ParsedCommandLine parse(CommandDefinition command, String line)
      throws UsageException {
    return CommandLineParser.parse(command, words(line));
  }

  private static List<Bytes> words(String line) {
    List<Bytes> words = new ArrayList<>();
    for (String word : line.isEmpty() ? new String[0] : line.split(" ", -1)) {
      words.add(Bytes.latin1(word));
    }
    return words;
  }
}
