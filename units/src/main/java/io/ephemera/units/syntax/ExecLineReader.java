// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Whitespace;
import io.ephemera.units.syntax.ExecCommand.Prefix;
import java.util.ArrayList;
import java.util.List;

/** Reads one Exec line. */
final class ExecLineReader {
  private final Assignment assignment;
  private final Expander specifiers;
  private final String value;
  private final WordReader reader;
  private final List<ExecCommand> commands = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  ExecLineReader(Assignment assignment, Expander specifiers) {
    this.assignment = assignment;
    this.specifiers = specifiers;
    this.value = assignment.value();
    this.reader = new WordReader(value, 0, WordStyle.DECODED);
  }

  ExecLine read() {
    boolean more = true;
    while (more && !reader.atEnd()) {
      more = readCommand();
    }
    return new ExecLine(List.copyOf(commands), List.copyOf(problems));
  }

  /** Reads a command up to its semicolon; whether to continue. */
  private boolean readCommand() {
    Word first;
    try {
      first = word();
    } catch (InvalidWordException e) {
      add(e.index(), Problem.Level.WARNING, e.message() + "; ignored");
      return false;
    }
    if (first.text().equals(";")) {
      return true;
    }
    ExecPrefixes prefixes = ExecPrefixes.of(first.text());
    try {
      return readCommand(first, prefixes);
    } catch (InvalidWordException e) {
      boolean ignored = prefixes.prefixes().contains(Prefix.IGNORE_FAILURE);
      add(
          e.index(),
          ignored ? Problem.Level.WARNING : Problem.Level.ERROR,
          e.message() + (ignored ? "; ignored" : ""));
      return false;
    }
  }

  private boolean readCommand(Word first, ExecPrefixes prefixes) throws InvalidWordException {
    boolean shell = prefixes.prefixes().contains(Prefix.SHELL);
    boolean named = prefixes.prefixes().contains(Prefix.ARGUMENT_ZERO);
    if (prefixes.prefixes().contains(Prefix.AMBIENT)) {
      add(first.index(), Problem.Level.WARNING, "prefix !! has no effect");
    }
    String path = expand(first.text().substring(prefixes.length()), first.index());
    List<String> argv = new ArrayList<>();
    if (shell) {
      argv.add(named ? "-sh" : "sh");
      if (!path.isEmpty()) {
        argv.add(path);
      }
    } else {
      requirePath(path, first.index());
      if (!named) {
        argv.add(path);
      }
    }
    boolean more = readArguments(argv);
    if (argv.isEmpty() || argv.getFirst().isEmpty()) {
      throw new InvalidWordException(first.index(), "missing or empty zeroth argument");
    }
    commands.add(
        new ExecCommand(
            shell ? "/bin/sh" : ExecPath.simplify(path),
            List.copyOf(argv),
            prefixes.prefixes(),
            assignment.at(first.index())));
    return more;
  }

  private static void requirePath(String path, int index) throws InvalidWordException {
    String problem = ExecPath.problem(path);
    if (problem != null) {
      throw new InvalidWordException(index, problem);
    }
  }

  /** Adds arguments up to a semicolon or the end; whether a semicolon follows. */
  private boolean readArguments(List<String> argv) throws InvalidWordException {
    while (!reader.atEnd()) {
      int at = reader.index();
      if (isAlone(";", at)) {
        reader.moveTo(at + 1);
        return true;
      }
      if (isAlone("\\;", at)) {
        argv.add(";");
        reader.moveTo(at + 2);
      } else {
        argv.add(expand(word().text(), at));
      }
    }
    return false;
  }

  /** Whether a text is followed by white space or the end. */
  private boolean isAlone(String text, int at) {
    int end = at + text.length();
    return value.startsWith(text, at)
        && (end == value.length() || Whitespace.is(value.charAt(end)));
  }

  /** The next word; an unknown escape sequence in it is kept, with a warning. */
  private Word word() throws InvalidWordException {
    try {
      return reader.next(WordStyle.DECODED);
    } catch (InvalidWordException e) {
      Word word = reader.next(WordStyle.DECODED_LENIENT);
      add(e.index(), Problem.Level.WARNING, e.message() + "; kept as it is");
      return word;
    }
  }

  private String expand(String text, int index) throws InvalidWordException {
    Expansion expansion = specifiers.expand(text);
    if (expansion instanceof Expansion.Failed failed) {
      throw new InvalidWordException(index, failed.message());
    }
    return ((Expansion.Value) expansion).text();
  }

  private void add(int index, Problem.Level level, String message) {
    problems.add(new Problem(assignment.at(index), level, message));
  }
}
