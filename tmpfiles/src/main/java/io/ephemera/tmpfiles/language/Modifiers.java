// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * The modifiers after the letter of a type.
 *
 * @param boot {@code !}: the line is used only at boot
 * @param plus {@code +}: truncates, appends, replaces, merges or modifies, depending on the type
 * @param ignoreFailure {@code -}: a failure to create does not make the run fail
 * @param replaceWrongType {@code =}: removes an existing file of another type
 * @param base64 {@code ~}: the argument is encoded in base64 (RFC 4648)
 * @param credential {@code ^}: the argument is the name of a credential with the content
 * @param purge {@code $}: {@code --purge} removes it
 * @param targetMustExist {@code ?}: does not create a symbolic link whose target does not exist
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
