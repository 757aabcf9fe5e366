// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import org.jspecify.annotations.Nullable;

/**
 * An option: what it is called, takes and does. It is known by its identity, not by its value.
 *
 * @param name the long name without its dashes, or null
 * @param letter the letter of the short form, or 0
 * @param value what it takes, or null for a flag
 * @param isValueOptional whether its long form takes a value only after {@code =}, and else none
 * @param description what it does, in the imperative, without a full stop
 * @param isRepeatable whether each of its values is used, not only the last
 * @param isTerminal whether the rest of the command line is ignored after it
 * @param isHidden whether help and completion leave it out
 */
public record Option(
    @Nullable String name,
    char letter,
    @Nullable ValueDefinition value,
    boolean isValueOptional,
    String description,
    boolean isRepeatable,
    boolean isTerminal,
    boolean isHidden) {

  /** Prints the help of a command. */
  public static final Option HELP = flag("help", "Print this help and exit").letter('h').terminal();

  /** Prints the version of the program. */
  public static final Option VERSION = flag("version", "Print the version and exit").terminal();

  /** An option without a value. */
  public static Option flag(String name, String description) {
    return new Option(name, (char) 0, null, false, description, false, false, false);
  }

  /** An option without a value and without a long name. */
  public static Option flag(char letter, String description) {
    return new Option(null, letter, null, false, description, false, false, false);
  }

  /** An option that requires a value. */
  public static Option valued(String name, ValueDefinition value, String description) {
    return new Option(name, (char) 0, value, false, description, false, false, false);
  }

  /** The same with a short form. */
  public Option letter(char other) {
    return new Option(
        name, other, value, isValueOptional, description, isRepeatable, isTerminal, isHidden);
  }

  /** The same, whose long form can do without a value, which is empty then. */
  public Option withOptionalValue() {
    return new Option(name, letter, value, true, description, isRepeatable, isTerminal, isHidden);
  }

  /** The same, and each of its values is used. */
  public Option repeatable() {
    return new Option(
        name, letter, value, isValueOptional, description, true, isTerminal, isHidden);
  }

  /** The same, and the rest of the command line is ignored after it. */
  public Option terminal() {
    return new Option(
        name, letter, value, isValueOptional, description, isRepeatable, true, isHidden);
  }

  /** The same, for programs only. */
  public Option hidden() {
    return new Option(
        name, letter, value, isValueOptional, description, isRepeatable, isTerminal, true);
  }

  /** Whether it has a short form. */
  public boolean hasLetter() {
    return letter != 0;
  }
}
