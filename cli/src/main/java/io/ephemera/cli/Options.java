// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command line taken apart as getopt_long(3) does it: options and arguments in any order,
 * unambiguous abbreviations, values after {@code =} or as the next word, {@code --} ends the
 * options. What asks for help or the version ends it all, whatever stands behind. Words are bytes.
 */
final class Options {
  private final CommandOption[] table;
  private final Map<CommandOption, List<Bytes>> values = new HashMap<>();
  private final List<Bytes> arguments = new ArrayList<>();
  private final List<Bytes> words;
  private @Nullable List<Bytes> command;
  private int next;
  private boolean complete;

  private Options(CommandOption[] table, List<Bytes> words) {
    this.table = table;
    this.words = words;
  }

  /** The command line of {@code ephemera tmpfiles}. */
  static Options parse(List<Bytes> words) throws UsageException {
    return parse(TmpfilesOption.values(), words);
  }

  /** The command line of a command with these options. */
  static Options parse(CommandOption[] table, List<Bytes> words) throws UsageException {
    Options options = new Options(table, words);
    options.parseAll();
    return options;
  }

  boolean has(CommandOption option) {
    return values.containsKey(option);
  }

  /** The values that were given to an option, in order. */
  List<Bytes> all(CommandOption option) {
    return values.getOrDefault(option, List.of());
  }

  /** The last value that was given to an option, or null. */
  @Nullable Bytes last(CommandOption option) {
    List<Bytes> all = all(option);
    return all.isEmpty() ? null : all.getLast();
  }

  List<Bytes> arguments() {
    return arguments;
  }

  /** What stands behind {@code --}, or null where there is none. */
  @Nullable List<Bytes> command() {
    return command;
  }

  /** The arguments before {@code --}. */
  List<Bytes> argumentsBeforeCommand() {
    List<Bytes> behind = command;
    return behind == null ? arguments : arguments.subList(0, arguments.size() - behind.size());
  }

  private void parseAll() throws UsageException {
    while (next < words.size() && !complete) {
      String word = words.get(next++).latin1();
      if (word.equals("--")) {
        command = words.subList(next, words.size());
        arguments.addAll(command);
        return;
      }
      if (word.startsWith("--")) {
        longOption(word.substring(2));
      } else if (word.length() > 1 && word.charAt(0) == '-') {
        letters(word);
      } else {
        arguments.add(words.get(next - 1));
      }
    }
  }

  private void letters(String word) throws UsageException {
    for (int i = 1; i < word.length() && !complete; i++) {
      CommandOption option = byLetter(word.charAt(i));
      if (option.value() != null) {
        put(option, valueOfLetter(option, word.substring(i + 1)));
        return;
      }
      put(option, Bytes.EMPTY);
    }
  }

  /** As getopt(3) has it: the rest of the word, or the next one. */
  private Bytes valueOfLetter(CommandOption option, String rest) throws UsageException {
    if (!rest.isEmpty()) {
      return Bytes.latin1(rest);
    }
    if (next == words.size()) {
      throw new UsageException(
          "option '-"
              + option.letter()
              + "' needs a value: -"
              + option.letter()
              + " "
              + option.value());
    }
    return words.get(next++);
  }

  private CommandOption byLetter(char letter) throws UsageException {
    for (CommandOption option : table) {
      if (option.letter() == letter && letter != 0) {
        return option;
      }
    }
    throw new UsageException("unknown option '-" + Bytes.latin1(String.valueOf(letter)) + "'");
  }

  private void longOption(String word) throws UsageException {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    CommandOption option = byName(name);
    if (option.value() == null) {
      if (equals >= 0) {
        throw new UsageException("option '--" + option.longName() + "' takes no value");
      }
      put(option, Bytes.EMPTY);
    } else if (equals >= 0) {
      put(option, Bytes.latin1(word.substring(equals + 1)));
    } else if (next < words.size()) {
      put(option, words.get(next++));
    } else {
      throw new UsageException(
          "option '--"
              + option.longName()
              + "' needs a value: --"
              + option.longName()
              + "="
              + option.value());
    }
  }

  private CommandOption byName(String name) throws UsageException {
    CommandOption found = null;
    int matches = 0;
    for (CommandOption option : table) {
      String full = option.longName();
      if (full != null && full.equals(name)) {
        return option;
      }
      if (full != null && full.startsWith(name)) {
        found = option;
        matches++;
      }
    }
    if (found == null || matches > 1) {
      throw new UsageException(
          (matches > 1 ? "ambiguous" : "unknown") + " option '--" + Bytes.latin1(name) + "'");
    }
    return found;
  }

  private void put(CommandOption option, Bytes value) {
    values.computeIfAbsent(option, none -> new ArrayList<>()).add(value);
    complete |= option.isAnswer();
  }
}
