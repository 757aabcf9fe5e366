// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the user and the group of a line. */
final class OwnerParser {
  private static final long LARGEST = 0xffff_fffeL;
  private static final long INVALID_16_BIT = 0xffff;

  private final Accounts accounts;
  private final boolean graceful;

  OwnerParser(Accounts accounts, boolean graceful) {
    this.accounts = accounts;
    this.graceful = graceful;
  }

  /** The user, or null where nothing is said or grace drops it. */
  @Nullable Owner user(Field field) throws BadLine {
    return parse(field, true);
  }

  /** The group, or null where nothing is said or grace drops it. */
  @Nullable Owner group(Field field) throws BadLine {
    return parse(field, false);
  }

  private @Nullable Owner parse(Field field, boolean user) throws BadLine {
    if (field.isUnset()) {
      return null;
    }
    boolean onlyCreate = field.text().charAt(0) == ':';
    String name = onlyCreate ? field.text().substring(1) : field.text();
    if (name.isEmpty()) {
      throw BadLine.error(
          field.columnOf(1), "there is no name behind ':': expected a name or a number");
    }
    long number = decimal(name);
    if (number >= 0) {
      return new Owner((int) number, onlyCreate);
    }
    OptionalInt id = user ? accounts.user(name) : accounts.group(name);
    if (id.isPresent()) {
      return new Owner(id.getAsInt(), onlyCreate);
    }
    if (graceful) {
      return null;
    }
    throw unknown(user ? "user " : "group ", name, field.columnOf(onlyCreate ? 1 : 0));
  }

  private static BadLine unknown(String kind, String name, int column) {
    return BadLine.unknownAccount(
        column,
        "unknown "
            + kind
            + Show.quoted(name)
            + ": expected a name of this system or a decimal number");
  }

  /** The value of a user or group number, or -1. */
  static long decimal(String text) {
    boolean leadingZero = text.length() > 1 && text.charAt(0) == '0';
    if (text.isEmpty() || text.length() > 10 || leadingZero) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Escapes.digit(text.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value > LARGEST || value == INVALID_16_BIT ? -1 : value;
  }
}
