// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * What follows the letter of a line's type.
 *
 * @param boot {@code !}: only at boot
 * @param plus {@code +}: truncate, append, replace, merge or modify, as the type has it
 * @param ignoreFailure {@code -}: a failure to create does not count
 * @param replaceWrongType {@code =}: an object of another type in the way is removed
 * @param base64 {@code ~}: the argument is encoded (RFC 4648)
 * @param credential {@code ^}: the argument names a credential that has the content
 * @param purge {@code $}: subject to a purge
 * @param targetMustExist {@code ?}: no symbolic link to nothing
 */
public record Modifiers(
    boolean boot,
    boolean plus,
    boolean ignoreFailure,
    boolean replaceWrongType,
    boolean base64,
    boolean credential,
    boolean purge,
    boolean targetMustExist) {
  /** A type without modifiers. */
  public static final Modifiers NONE =
      new Modifiers(false, false, false, false, false, false, false, false);
}
