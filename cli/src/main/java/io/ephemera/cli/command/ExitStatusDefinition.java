// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/**
 * What an exit status of a command means.
 *
 * @param status its number, or {@code *} for any other
 * @param meaning a sentence without a full stop
 */
public record ExitStatusDefinition(String status, String meaning) {
  /** The status of a program that the command ran. */
  public static ExitStatusDefinition other(String meaning) {
    return new ExitStatusDefinition("*", meaning);
  }
}
