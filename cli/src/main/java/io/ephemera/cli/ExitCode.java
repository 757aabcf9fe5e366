// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.tmpfiles.Tmpfiles;

/** How the program ends, as {@code sysexits.h} and systemd-tmpfiles(8) number it. */
enum ExitCode {
  /** Everything was done. */
  SUCCESS(0),
  /** Nothing was done: the command line or a source cannot be used. Or a check found something. */
  FAILURE(1),
  /** EX_USAGE: no such command. */
  USAGE(64),
  /** EX_DATAERR: some lines are invalid; the others were carried out. */
  INVALID_CONFIGURATION(65),
  /** EX_TEMPFAIL: the time was over before everything was done; the next run goes on. */
  STOPPED(75),
  /** EX_CANTCREAT: some steps failed or were refused. */
  FAILED_STEPS(73);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Tmpfiles.Result result) {
    return switch (result) {
      case SUCCESS -> SUCCESS;
      case FAILED_STEPS -> FAILED_STEPS;
      case INVALID_LINES -> INVALID_CONFIGURATION;
      case STOPPED -> STOPPED;
      case ABORTED, FINDINGS -> FAILURE;
    };
  }
}
