// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ephemera tmpfiles}: the one table from which they are parsed, explained and
 * completed.
 */
enum TmpfilesOption implements CommandOption {
  CREATE("create", null, "Create, write and adjust files and directories"),
  CLEAN("clean", null, "Clean up files and directories that are old enough"),
  REMOVE("remove", null, "Remove files and directories marked for removal"),
  PURGE("purge", null, "Undo what lines marked with $ created (needs the names of files)"),
  CHECK("check", null, "Say what is wrong or dangerous in the configuration, and change nothing"),
  BOOT("boot", null, "Also carry out lines marked with !, safe only at boot"),
  GRACEFUL("graceful", null, "Go on where a user or group is unknown"),
  DRY_RUN("dry-run", null, "Change nothing, say what would change and which line asks for it"),
  AT(
      "at",
      "TIME",
      "Say with --dry-run what would happen at TIME, such as 2027-01-31 or '2027-01-31 12:00'"),
  IN("in", "SPAN", "Say with --dry-run what would happen in SPAN from now, such as 2w or 36h"),
  TIME_LIMIT(
      "time-limit", "SPAN", "Begin nothing more after SPAN, such as 30s; the next run goes on"),
  LIMIT_RATE(
      "limit-rate",
      "NUMBER",
      "Look at no more than NUMBER entries a second while cleaning and removing, such as 5000 or 20K"),
  JSON("json", null, "Print every outcome as a line of JSON on standard output"),
  SARIF("sarif", null, "Print what --check finds as a SARIF document on standard output"),
  VERBOSE("verbose", null, "Say also what was done and what was left alone"),
  INLINE("inline", null, "Take the arguments as lines, not as names of files"),
  USER("user", null, "Carry out the user's configuration, not the system's"),
  PREFIX("prefix", "PATH", "Only paths below PATH (may be repeated)"),
  EXCLUDE_PREFIX("exclude-prefix", "PATH", "No paths below PATH (may be repeated)"),
  EXCLUDE_API(null, null, "The same as --exclude-prefix= for /dev, /proc, /run and /sys"),
  ROOT("root", "PATH", "Take PATH for the root directory"),
  IMAGE("image", "PATH", "Take the root file system of a disk image for the root directory"),
  IMAGE_POLICY("image-policy", "POLICY", "What a disk image must be like, systemd.image-policy(7)"),
  REPLACE("replace", "PATH", "Read the named files in the place of PATH"),
  CAT_CONFIG("cat-config", null, "Print the configuration files and exit"),
  TLDR("tldr", null, "Print the configuration without comments and blank lines and exit"),
  NO_PAGER("no-pager", null, "Accepted for compatibility: output never goes to a pager"),
  HELP("help", null, "Print this help and exit"),
  VERSION("version", null, "Print the version and exit"),
  INTROSPECT_CLI("introspect-cli", null, "Print the command line as JSON and exit");

  private final @Nullable String name;
  private final @Nullable String value;
  private final String description;

  TmpfilesOption(@Nullable String name, @Nullable String value, String description) {
    this.name = name;
    this.value = value;
    this.description = description;
  }

  @Override
  public @Nullable String longName() {
    return name;
  }

  @Override
  public char letter() {
    return switch (this) {
      case DRY_RUN -> 'n';
      case EXCLUDE_API -> 'E';
      case HELP -> 'h';
      case VERBOSE -> 'v';
      default -> 0;
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
    return this == HELP || this == VERSION || this == INTROSPECT_CLI;
  }

  @Override
  public boolean isRepeatable() {
    return this == PREFIX || this == EXCLUDE_PREFIX;
  }

  /** Whether it is for programs only: neither explained nor completed. */
  boolean isHidden() {
    return this == INTROSPECT_CLI;
  }

  /** All that a user is to see. */
  static List<TmpfilesOption> shown() {
    List<TmpfilesOption> shown = new ArrayList<>();
    for (TmpfilesOption option : values()) {
      if (!option.isHidden()) {
        shown.add(option);
      }
    }
    return shown;
  }
}
