// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Checks that a line has the argument and the modifiers of its type. */
final class ArgumentRules {
  private ArgumentRules() {}

  static void check(LineType type, Field typeField, Modifiers modifiers, Field argument)
      throws LineException {
    LineType.Argument rule = type.argument();
    boolean words = rule == LineType.Argument.REQUIRED_WORDS;
    if (rule == LineType.Argument.NONE && !argument.isUnset()) {
      throw LineException.error(
          argument.column(),
          "unexpected argument "
              + Excerpt.quoted(argument.text())
              + ": type '"
              + type.letter()
              + "' takes no argument");
    }
    if ((words || rule == LineType.Argument.REQUIRED_TEXT) && argument.isUnset()) {
      throw LineException.error(
          argument.column(),
          "missing argument: type '" + type.letter() + "' requires a seventh field");
    }
    if ((words || rule == LineType.Argument.PATH) && modifiers.base64()) {
      throw LineException.error(argument.column(), unusable("~", type, "fFw"));
    }
    checkModifiers(type, typeField, modifiers);
  }

  private static void checkModifiers(LineType type, Field field, Modifiers modifiers)
      throws LineException {
    if (modifiers.purge() && !type.isPurgeable()) {
      throw LineException.error(
          field.columnOf(field.text().indexOf('$')),
          unusable("$", type, LineType.purgeableLetters()));
    }
    if (modifiers.targetMustExist() && type != LineType.CREATE_SYMLINK) {
      throw LineException.error(
          field.columnOf(field.text().indexOf('?')), unusable("?", type, "L"));
    }
  }

  private static String unusable(String modifier, LineType type, String letters) {
    return "modifier '"
        + modifier
        + "' cannot be used with type '"
        + type.letter()
        + "', only with '"
        + letters
        + "'";
  }
}
