// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import org.jspecify.annotations.Nullable;

/** The options of {@code ephemera sweep}. */
enum SweepOption implements CommandOption {
  APP("app", "NAME", "Whose files and directories; by default those of ephemera temp"),
  DRY_RUN("dry-run", null, "Only say what would be removed"),
  JSON("json", null, "Say it as lines of JSON"),
  HELP("help", null, "Print this help and exit"),
  VERSION("version", null, "Print the version and exit");

  private final String name;
  private final @Nullable String value;
  private final String description;

  SweepOption(String name, @Nullable String value, String description) {
    this.name = name;
    this.value = value;
    this.description = description;
  }

  @Override
  public String longName() {
    return name;
  }

  @Override
  public char letter() {
    return switch (this) {
      case DRY_RUN -> 'n';
      case HELP -> 'h';
      case APP, JSON, VERSION -> 0;
    };
  }

  @Override
  public @Nullable String value() {
    return value;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public boolean isAnswer() {
    return this == HELP || this == VERSION;
  }
}
