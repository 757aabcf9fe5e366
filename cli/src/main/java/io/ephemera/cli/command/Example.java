// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/**
 * An example in the help.
 *
 * @param line what to type
 * @param purpose what for, in the imperative; may be empty
 */
public record Example(String line, String purpose) {}
