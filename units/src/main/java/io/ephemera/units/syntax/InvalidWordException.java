// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/** Ends the splitting of a value; never leaves this package. */
final class InvalidWordException extends Exception {
  private static final long serialVersionUID = 1;

  private final int index;

  InvalidWordException(int index, String message) {
    super(message, null, false, false);
    this.index = index;
  }

  int index() {
    return index;
  }

  /** The same as a value. */
  WordList.Invalid invalid() {
    return new WordList.Invalid(index, message());
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
