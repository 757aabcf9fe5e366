// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

/** Under which heading an option is explained. */
enum OptionSection {
  WHAT_TO_DO("What to do"),
  WHICH_CONFIGURATION("Which configuration"),
  HOW("How");

  private final String heading;

  OptionSection(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }

  static OptionSection of(TmpfilesOption option) {
    return switch (option) {
      case CREATE, CLEAN, REMOVE, PURGE, CHECK, CAT_CONFIG, TLDR, HELP, VERSION, INTROSPECT_CLI ->
          WHAT_TO_DO;
      case BOOT, INLINE, USER, PREFIX, EXCLUDE_PREFIX, EXCLUDE_API, REPLACE -> WHICH_CONFIGURATION;
      case GRACEFUL,
          DRY_RUN,
          AT,
          IN,
          TIME_LIMIT,
          LIMIT_RATE,
          JSON,
          SARIF,
          VERBOSE,
          ROOT,
          IMAGE,
          IMAGE_POLICY,
          NO_PAGER ->
          HOW;
    };
  }
}
