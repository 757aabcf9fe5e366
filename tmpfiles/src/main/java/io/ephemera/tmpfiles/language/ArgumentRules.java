// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Whether a line has the argument that its type takes. */
final class ArgumentRules {
  private ArgumentRules() {}

  static void check(LineType type, Field typeField, Modifiers modifiers, Field argument)
      throws BadLine {
    LineType.Argument rule = type.argument();
    boolean words = rule == LineType.Argument.REQUIRED_WORDS;
    if (rule == LineType.Argument.NONE && !argument.isUnset()) {
      throw BadLine.error(
          argument.column(),
          "unexpected argument "
              + Show.quoted(argument.text())
              + ": a line of type '"
              + type.letter()
              + "' takes none");
    }
    if ((words || rule == LineType.Argument.REQUIRED_TEXT) && argument.isUnset()) {
      throw BadLine.error(
          argument.column(),
          "missing argument: a line of type '" + type.letter() + "' needs a seventh field");
    }
    if ((words || rule == LineType.Argument.PATH) && modifiers.base64()) {
      throw BadLine.error(
          argument.column(),
          "the argument of type '"
              + type.letter()
              + "' cannot be base64: expected '~' only with f, F and w");
    }
    checkModifiers(type, typeField, modifiers);
  }

  private static void checkModifiers(LineType type, Field field, Modifiers modifiers)
      throws BadLine {
    if (modifiers.purge() && !type.isPurgeable()) {
      throw BadLine.error(
          field.columnOf(field.text().indexOf('$')),
          "'$' does not go with type '"
              + type.letter()
              + "': expected it only with one of 'fFwdDevqQpLcbC'");
    }
    if (modifiers.targetMustExist() && type != LineType.CREATE_SYMLINK) {
      throw BadLine.error(
          field.columnOf(field.text().indexOf('?')),
          "'?' does not go with type '" + type.letter() + "': expected it only with L");
    }
  }
}
