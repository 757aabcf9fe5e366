// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import org.jspecify.annotations.Nullable;

/** The options of {@code ephemera temp}. */
enum TempOption implements CommandOption {
  DIRECTORY("directory", null, "Make a directory, not a file"),
  TMPDIR("tmpdir", "DIR", "Make it in this directory, not in $TMPDIR or /tmp"),
  SUFFIX("suffix", "TEXT", "End its name with this; TEMPLATE ends with X then"),
  APP("app", "NAME", "With a command: whose directory it is; by default ephemera"),
  HELP("help", null, "Print this help and exit"),
  VERSION("version", null, "Print the version and exit");

  private final String name;
  private final @Nullable String value;
  private final String description;

  TempOption(String name, @Nullable String value, String description) {
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
      case DIRECTORY -> 'd';
      case TMPDIR -> 'p';
      case HELP -> 'h';
      case SUFFIX, APP, VERSION -> 0;
    };
  }

  @Override
  public @Nullable String value() {
    return value;
  }

  @Override
  public boolean takesPath() {
    return this == TMPDIR;
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
