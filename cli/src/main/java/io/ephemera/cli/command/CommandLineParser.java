// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a command line as getopt_long(3) does: options and arguments in any order, unambiguous
 * abbreviations, values after {@code =} or in the next word, and {@code --} before what only looks
 * like options. A terminal option such as {@code --help} ends it, whatever follows.
 */
public final class CommandLineParser {
  private final CommandDefinition command;
  private final List<Option> options;
  private final List<Bytes> words;
  private final ParsedCommandLine line = new ParsedCommandLine();
  private int next;
  private boolean complete;

  private CommandLineParser(CommandDefinition command, List<Bytes> words) {
    this.command = command;
    this.options = command.options();
    this.words = words;
  }

  /** Parses the words after the name of a command. */
  public static ParsedCommandLine parse(CommandDefinition command, List<Bytes> words)
      throws UsageException {
    CommandLineParser parser = new CommandLineParser(command, words);
    parser.parseWords();
    if (!parser.complete) {
      parser.checkArguments();
    }
    return parser.line;
  }

  private void parseWords() throws UsageException {
    while (next < words.size() && !complete) {
      String word = words.get(next++).latin1();
      if (word.equals("--")) {
        parseRest(words.subList(next, words.size()));
        return;
      }
      if (word.startsWith("--")) {
        parseLong(word.substring(2));
      } else if (word.length() > 1 && word.charAt(0) == '-') {
        parseLetters(word);
      } else {
        line.add(words.get(next - 1));
      }
    }
  }

  private void parseRest(List<Bytes> rest) {
    if (command.runsProgram()) {
      line.setProgram(rest);
      return;
    }
    for (Bytes word : rest) {
      line.add(word);
    }
  }

  private void parseLetters(String word) throws UsageException {
    for (int i = 1; i < word.length() && !complete; i++) {
      Option option = byLetter(word, word.charAt(i));
      ValueDefinition value = option.value();
      if (value != null) {
        put(option, valueOfLetter(option, value, word.substring(i + 1)));
        return;
      }
      put(option, Bytes.EMPTY);
    }
  }

  /** The rest of the word, or the next one. */
  private Bytes valueOfLetter(Option option, ValueDefinition value, String rest)
      throws UsageException {
    if (!rest.isEmpty()) {
      return Bytes.latin1(rest);
    }
    if (next == words.size()) {
      String name = "-" + option.letter();
      throw new UsageException(
          "option '" + name + "' requires a value: " + name + " " + value.name());
    }
    return words.get(next++);
  }

  private Option byLetter(String word, char letter) throws UsageException {
    for (Option option : options) {
      if (option.letter() == letter) {
        return option;
      }
    }
    String unknown = "unknown option '-" + Bytes.latin1(String.valueOf(letter)) + "'";
    throw new UsageException(
        word.length() == 2 ? unknown : unknown + Suggestion.of("-" + word, longNames(options)));
  }

  private void parseLong(String word) throws UsageException {
    int equals = word.indexOf('=');
    Option option = byName(equals < 0 ? word : word.substring(0, equals));
    String name = "--" + option.name();
    ValueDefinition value = option.value();
    if (value == null) {
      UsageException.require(equals < 0, "option '" + name + "' takes no value");
      put(option, Bytes.EMPTY);
    } else if (equals >= 0) {
      put(option, Bytes.latin1(word.substring(equals + 1)));
    } else if (option.isValueOptional()) {
      put(option, Bytes.EMPTY);
    } else if (next < words.size()) {
      put(option, words.get(next++));
    } else {
      throw new UsageException(
          "option '" + name + "' requires a value: " + name + "=" + value.name());
    }
  }

  private Option byName(String name) throws UsageException {
    List<Option> abbreviated = new ArrayList<>(1);
    for (Option option : options) {
      String full = option.name();
      if (full != null && full.startsWith(name)) {
        if (full.length() == name.length()) {
          return option;
        }
        abbreviated.add(option);
      }
    }
    if (abbreviated.size() == 1) {
      return abbreviated.getFirst();
    }
    String word = "option '--" + Bytes.latin1(name) + "'";
    throw new UsageException(
        abbreviated.isEmpty()
            ? "unknown " + word + Suggestion.of("--" + name, longNames(options))
            : "ambiguous " + word + Suggestion.among(longNames(abbreviated)));
  }

  private static List<String> longNames(List<Option> options) {
    List<String> names = new ArrayList<>();
    for (Option option : options) {
      if (option.name() != null && !option.isHidden()) {
        names.add("--" + option.name());
      }
    }
    return names;
  }

  private void put(Option option, Bytes value) throws UsageException {
    ValueDefinition definition = option.value();
    if (definition != null && !(option.isValueOptional() && value.isEmpty())) {
      checkChoice(definition, value);
    }
    line.put(option, value);
    complete |= option.isTerminal();
  }

  private static void checkChoice(ValueDefinition definition, Bytes value) throws UsageException {
    if (definition.form() == ValueDefinition.Form.CHOICE
        && !definition.words().contains(value.latin1())) {
      throw new UsageException(
          "unknown "
              + definition.name()
              + " '"
              + value
              + "'"
              + Suggestion.ofAll(value.latin1(), definition.words()));
    }
  }

  /** How many there are, and whether each can be what it is. */
  private void checkArguments() throws UsageException {
    List<Bytes> given = line.arguments();
    int used = 0;
    for (ArgumentDefinition argument : command.arguments()) {
      int most = argument.arity() == ArgumentDefinition.Arity.REPEATABLE ? given.size() : used + 1;
      if (argument.arity() == ArgumentDefinition.Arity.REQUIRED && used == given.size()) {
        throw new UsageException(expected(argument));
      }
      for (; used < given.size() && used < most; used++) {
        checkChoice(argument.value(), given.get(used));
      }
    }
    if (used < given.size()) {
      throw new UsageException(
          command.arguments().isEmpty()
              ? "unexpected argument '"
                  + given.get(used)
                  + (command.runsProgram() ? "': the command must follow --" : "'")
              : expected(command.arguments().getLast()));
    }
  }

  private static String expected(ArgumentDefinition argument) {
    String expected = "expected one " + argument.value().name();
    return argument.value().form() == ValueDefinition.Form.CHOICE
        ? expected + ": " + Suggestion.list(argument.value().words())
        : expected;
  }
}
