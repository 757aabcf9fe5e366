// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the user and the group of a line. */
final class OwnerParser {
  /** Not a number. */
  static final int NONE = -1;

  private static final long LARGEST = 0xffff_fffeL;
  private static final long INVALID_16_BIT = 0xffff;

  private final Accounts accounts;
  private final boolean graceful;

  OwnerParser(Accounts accounts, boolean graceful) {
    this.accounts = accounts;
    this.graceful = graceful;
  }

  /** The user, or null if the field is not set, or unknown in graceful mode. */
  @Nullable Owner user(Field field) throws LineException {
    return parse(field, true);
  }

  /** The group, or null if the field is not set, or unknown in graceful mode. */
  @Nullable Owner group(Field field) throws LineException {
    return parse(field, false);
  }

  private @Nullable Owner parse(Field field, boolean isUser) throws LineException {
    if (field.isUnset()) {
      return null;
    }
    boolean onlyCreate = field.text().charAt(0) == ':';
    String name = onlyCreate ? field.text().substring(1) : field.text();
    if (name.isEmpty()) {
      throw LineException.error(
          field.columnOf(1),
          "missing " + (isUser ? "user" : "group") + " after ':': expected a name or a number");
    }
    long number = id(name);
    if (number >= 0) {
      return new Owner((int) number, onlyCreate);
    }
    OptionalInt id = lookUp(name, isUser, field.columnOf(onlyCreate ? 1 : 0));
    if (id.isPresent()) {
      return new Owner(id.getAsInt(), onlyCreate);
    }
    if (graceful) {
      return null;
    }
    throw unknown(isUser ? "user" : "group", name, field.columnOf(onlyCreate ? 1 : 0));
  }

  private OptionalInt lookUp(String name, boolean isUser, int column) throws LineException {
    try {
      return isUser ? accounts.user(name) : accounts.group(name);
    } catch (IOException e) {
      throw LineException.unknownAccount(
          column,
          "cannot find out the ID of "
              + (isUser ? "user " : "group ")
              + Excerpt.quoted(name)
              + ": "
              + e.getMessage()
              + "; line ignored");
    }
  }

  private static LineException unknown(String kind, String name, int column) {
    return LineException.unknownAccount(
        column,
        "unknown "
            + kind
            + " "
            + Excerpt.quoted(name)
            + ": expected a "
            + kind
            + " of this system or a decimal number");
  }

  /** The value of a decimal user or group ID, or {@link #NONE}. */
  static long id(String text) {
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    long value = Numbers.parse(text, 0, text.length(), Numbers.DECIMAL, LARGEST);
    return leadingZero || value < 0 || value == INVALID_16_BIT ? NONE : value;
  }
}
