// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of an option or an argument.
 *
 * @param name what it is called in help, in capitals
 * @param form what a shell can propose for it
 * @param choices all values that it can have, if {@code form} is {@link Form#CHOICE}
 */
public record ValueDefinition(String name, Form form, List<Choice> choices) {

  /** What a shell can propose for a value. */
  public enum Form {
    /** Nothing. */
    TEXT,
    /** Existing files and directories. */
    PATH,
    /** Existing directories. */
    DIRECTORY,
    /** One of a few words. */
    CHOICE
  }

  /**
   * One of the words that a value can be.
   *
   * @param meaning what it selects: a noun phrase
   */
  public record Choice(String word, String meaning) {}

  /** Any text. */
  public static ValueDefinition text(String name) {
    return new ValueDefinition(name, Form.TEXT, List.of());
  }

  /** A path. */
  public static ValueDefinition path(String name) {
    return new ValueDefinition(name, Form.PATH, List.of());
  }

  /** The path of a directory. */
  public static ValueDefinition directory(String name) {
    return new ValueDefinition(name, Form.DIRECTORY, List.of());
  }

  /** One of these words. */
  public static ValueDefinition choice(String name, List<Choice> choices) {
    return new ValueDefinition(name, Form.CHOICE, choices);
  }

  /** The words that it can be. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    for (Choice choice : choices) {
      words.add(choice.word());
    }
    return words;
  }
}
