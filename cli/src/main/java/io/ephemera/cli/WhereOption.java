// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import org.jspecify.annotations.Nullable;

/** The options of {@code ephemera where}. */
enum WhereOption implements CommandOption {
  APP("app", "NAME", "The application's own place, not the directory that it is in"),
  FOR("for", "KIND", "The same as KIND alone"),
  SIZE("size", "BYTES", "For this much, such as 500M or 3G (temp and native)"),
  EXECUTABLE("executable", null, "What is put there is to be executed or loaded (temp)"),
  PERSISTENT("persistent", null, "What is put there outlives a boot (temp and native)"),
  CREATE("create", null, "Make the directory where it is missing (needs --app)"),
  EXPLAIN("explain", null, "Say why, what was not taken, and what the file system is like"),
  JSON("json", null, "Print places as lines of JSON, with all that --explain says"),
  HELP("help", null, "Print this help and exit"),
  VERSION("version", null, "Print the version and exit");

  private final String name;
  private final @Nullable String value;
  private final String description;

  WhereOption(String name, @Nullable String value, String description) {
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
    return this == HELP ? 'h' : 0;
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
