// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.util.ArrayList;
import java.util.List;

/** Options under a common heading of the help. */
public record OptionGroup(String heading, List<Option> options) {

  /** All options of a command that needs no groups, with those that every command has. */
  public static OptionGroup withCommon(Option... options) {
    List<Option> all = new ArrayList<>(List.of(options));
    all.add(Option.HELP);
    all.add(Option.VERSION);
    return new OptionGroup("Options", all);
  }
}
