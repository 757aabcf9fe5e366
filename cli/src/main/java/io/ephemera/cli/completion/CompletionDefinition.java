// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.OptionGroup;
import java.util.List;

/** Describes {@code ephemera completion}. */
final class CompletionDefinition implements CommandDefinition {
  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "Print a shell completion script";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints a script that lets a shell complete commands, options and values. Write it to the"
            + " directory where the shell looks for completions; for zsh, that directory must be in"
            + " $fpath.");
  }

  @Override
  public List<String> synopsis() {
    return List.of("SHELL");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            Shell.VALUE, ArgumentDefinition.Arity.REQUIRED, "One of bash, zsh, fish"));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(OptionGroup.withCommon());
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("The script was printed"),
        ExitStatus.FAILURE.means("Invalid command line"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("source <(ephemera completion bash)", "complete in this shell"),
        new Example(
            "ephemera completion bash >~/.local/share/bash-completion/completions/ephemera", ""),
        new Example("ephemera completion zsh >~/.zfunc/_ephemera", ""),
        new Example("ephemera completion fish >~/.config/fish/completions/ephemera.fish", ""));
  }

  @Override
  public ExitStatus usageStatus() {
    return ExitStatus.FAILURE;
  }
}
