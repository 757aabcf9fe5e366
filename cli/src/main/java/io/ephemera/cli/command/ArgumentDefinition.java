// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/**
 * An argument that is not an option.
 *
 * @param description what it is: a noun phrase
 */
public record ArgumentDefinition(ValueDefinition value, Arity arity, String description) {

  /** How often an argument is given. */
  public enum Arity {
    /** Once. */
    REQUIRED,
    /** Once or not at all. */
    OPTIONAL,
    /** Any number of times. */
    REPEATABLE
  }
}
