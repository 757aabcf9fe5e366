// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Invocation;
import java.util.ArrayList;
import java.util.List;

/** A command as a plan shows it. */
final class ShownCommand {
  private static final List<Bytes> BY_SHELL = List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"));

  private ShownCommand() {}

  /** One of {@code --before} as it was given, another one as its words. */
  static String before(Invocation before) {
    List<Bytes> words = before.words();
    boolean byShell =
        words.size() == BY_SHELL.size() + 1 && words.subList(0, BY_SHELL.size()).equals(BY_SHELL);
    return byShell ? words.getLast().toString() : words(words);
  }

  /** Words with blanks between them. */
  static String words(List<Bytes> command) {
    List<String> words = new ArrayList<>();
    command.forEach(word -> words.add(word.toString()));
    return String.join(" ", words);
  }
}
