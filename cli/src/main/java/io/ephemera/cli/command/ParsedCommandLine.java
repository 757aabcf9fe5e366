// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options and arguments of a command line. Words are bytes. */
public final class ParsedCommandLine {
  private final IdentityHashMap<Option, List<Bytes>> values = new IdentityHashMap<>();
  private final List<Bytes> arguments = new ArrayList<>();
  private @Nullable List<Bytes> program;

  ParsedCommandLine() {}

  void put(Option option, Bytes value) {
    values.computeIfAbsent(option, none -> new ArrayList<>()).add(value);
  }

  void add(Bytes argument) {
    arguments.add(argument);
  }

  void setProgram(List<Bytes> words) {
    program = words;
  }

  /** Whether an option was given. */
  public boolean has(Option option) {
    return values.containsKey(option);
  }

  /** The values that were given to an option, in order. */
  public List<Bytes> all(Option option) {
    return values.getOrDefault(option, List.of());
  }

  /** The last value that was given to an option, or null. */
  public @Nullable Bytes last(Option option) {
    List<Bytes> all = all(option);
    return all.isEmpty() ? null : all.getLast();
  }

  /** The last value that was given to an option, as text, or the default. */
  public String text(Option option, String defaultText) {
    Bytes last = last(option);
    return last == null ? defaultText : last.latin1();
  }

  /** The arguments that are not options, without the command line of another program. */
  public List<Bytes> arguments() {
    return arguments;
  }

  /** The command line after {@code --} of a command that runs a program; null without. */
  public @Nullable List<Bytes> program() {
    return program;
  }
}
