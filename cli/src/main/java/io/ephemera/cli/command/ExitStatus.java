// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/**
 * How a process ends: one of the constants, numbered as in {@code sysexits.h} and
 * systemd-tmpfiles(8), or the status of a program that a command has run.
 *
 * @param code 0 to 255
 */
public record ExitStatus(int code) {
  /** Everything was done. */
  public static final ExitStatus SUCCESS = new ExitStatus(0);

  /** Nothing was done, or a check reported something. */
  public static final ExitStatus FAILURE = new ExitStatus(1);

  /** EX_USAGE: the command line is invalid. */
  public static final ExitStatus USAGE = new ExitStatus(64);

  /** EX_DATAERR: some input is invalid; the rest was processed. */
  public static final ExitStatus INVALID_INPUT = new ExitStatus(65);

  /** EX_CANTCREAT: some steps failed or were refused. */
  public static final ExitStatus FAILED_STEPS = new ExitStatus(73);

  /** EX_TEMPFAIL: a limit was reached before everything was done; the next run continues. */
  public static final ExitStatus STOPPED = new ExitStatus(75);

  /** What it means when a certain command ends with it. */
  public ExitStatusDefinition means(String meaning) {
    return new ExitStatusDefinition(String.valueOf(code), meaning);
  }
}
