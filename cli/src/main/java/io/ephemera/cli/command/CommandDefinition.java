// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The only description of a command: parsing, help, completion and the skeleton of the manual page
 * follow from it.
 *
 * <p>What each method returns is made when it is called, so that a run pays only for what it uses.
 */
public interface CommandDefinition {
  /** The name of the program that all commands belong to. */
  String PROGRAM = "ephemera";

  /** The word that selects the command. */
  String name();

  /** One line in the imperative, without a full stop: for lists of commands. */
  String summary();

  /** What it does, in paragraphs. */
  List<String> description();

  /** What can follow the name, one form each. */
  List<String> synopsis();

  /** The arguments that are not options, in their order; the last one may be repeatable. */
  default List<ArgumentDefinition> arguments() {
    return List.of();
  }

  /** All its options, under the headings of the help; {@link Option#HELP} is among them. */
  List<OptionGroup> optionGroups();

  /** All its options. */
  default List<Option> options() {
    List<Option> options = new ArrayList<>();
    for (OptionGroup group : optionGroups()) {
      options.addAll(group.options());
    }
    return options;
  }

  /** What its exit statuses mean, in ascending order. */
  List<ExitStatusDefinition> exitStatuses();

  /** Examples; the first one also illustrates the whole program. */
  List<Example> examples();

  /** Other manual pages worth reading, as {@code mktemp(1)}. */
  default List<String> seeAlso() {
    return List.of();
  }

  /** The section of its manual page, man-pages(7). */
  default int manualSection() {
    return 1;
  }

  /** Other programs whose command line it takes when it is started under their name. */
  default List<String> otherNames() {
    return List.of();
  }

  /** Whether {@code --} begins the command line of another program. */
  default boolean runsProgram() {
    return false;
  }

  /** The exit status for an invalid command line. */
  default ExitStatus usageStatus() {
    return ExitStatus.USAGE;
  }

  /** The exit status if it cannot do its work. */
  default ExitStatus failureStatus() {
    return ExitStatus.FAILURE;
  }
}
