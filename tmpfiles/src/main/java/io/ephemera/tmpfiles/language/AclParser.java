// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads access control lists in their short text form (acl(5)), with {@code X} as in setfacl(1).
 */
final class AclParser {
  private final Accounts accounts;
  private final Field field;
  private final List<AclEntry> entries = new ArrayList<>();

  private AclParser(Accounts accounts, Field field) {
    this.accounts = accounts;
    this.field = field;
  }

  /**
   * The list of a line. An invalid one has no entries and is reported as a warning, or in graceful
   * mode as a debug message.
   */
  static AclText parse(ParseContext context, Field field, LineProblems problems) {
    try {
      return new AclParser(context.accounts(), field).parse();
    } catch (LineException e) {
      problems.add(e, context.graceful() ? Problem.Level.DEBUG : Problem.Level.WARNING);
      return new AclText(List.of());
    }
  }

  private AclText parse() throws LineException {
    String text = field.text();
    int comment = text.indexOf('#');
    int end = comment < 0 ? text.length() : comment;
    int from = 0;
    while (from <= end) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 || comma > end ? end : comma;
      entry(Whitespace.skip(text, from), to);
      from = to + 1;
    }
    return new AclText(entries);
  }

  private void entry(int from, int to) throws LineException {
    String text = field.text();
    int end = Whitespace.trimmedEnd(text, from, to);
    if (from >= end) {
      return;
    }
    boolean isDefault = text.startsWith("default:", from) || text.startsWith("d:", from);
    int tag = isDefault ? text.indexOf(':', from) + 1 : from;
    int qualifier = text.indexOf(':', tag) + 1;
    int permissions = text.indexOf(':', qualifier) + 1;
    if (qualifier == 0 || qualifier > end || permissions == 0 || permissions > end) {
      throw wrong(from, "expected TAG:NAME:PERMISSIONS");
    }
    entries.add(entry(isDefault, tag, qualifier, permissions, end));
  }

  private AclEntry entry(boolean isDefault, int tag, int qualifier, int permissions, int end)
      throws LineException {
    String name = field.text().substring(qualifier, permissions - 1);
    AclEntry.Tag kind = tag(tag, qualifier - 1, !name.isEmpty());
    Integer id = name.isEmpty() ? null : id(kind, name, qualifier);
    String letters = field.text().substring(permissions, end);
    return new AclEntry(
        isDefault, kind, id, permissions(letters, permissions), letters.indexOf('X') >= 0);
  }

  private AclEntry.Tag tag(int from, int to, boolean named) throws LineException {
    String text = field.text().substring(from, to);
    String tag = text.substring(0, Whitespace.trimmedEnd(text));
    AclEntry.Tag kind = kind(tag, named);
    if (kind == null) {
      throw wrong(
          from,
          "expected user, group, mask or other before the first colon,"
              + " and a name only for user and group");
    }
    return kind;
  }

  private static AclEntry.@Nullable Tag kind(String tag, boolean named) {
    if (is(tag, "user")) {
      return named ? AclEntry.Tag.USER : AclEntry.Tag.USER_OBJ;
    }
    if (is(tag, "group")) {
      return named ? AclEntry.Tag.GROUP : AclEntry.Tag.GROUP_OBJ;
    }
    if (named) {
      return null;
    }
    return is(tag, "mask") ? AclEntry.Tag.MASK : is(tag, "other") ? AclEntry.Tag.OTHER : null;
  }

  private static boolean is(String tag, String word) {
    return tag.equals(word) || (tag.length() == 1 && tag.charAt(0) == word.charAt(0));
  }

  private int id(AclEntry.Tag tag, String name, int index) throws LineException {
    int number = Numbers.withPrefix(name);
    if (number != Numbers.NONE || name.equals("4294967295")) {
      return number;
    }
    String decoded = name.indexOf('\\') < 0 ? name : octal(name);
    OptionalInt id = lookUp(tag, decoded, index);
    if (id.isEmpty()) {
      throw wrong(index, "expected a user or group of this system or a number");
    }
    return id.getAsInt();
  }

  private OptionalInt lookUp(AclEntry.Tag tag, String name, int index) throws LineException {
    try {
      return tag == AclEntry.Tag.USER ? accounts.user(name) : accounts.group(name);
    } catch (IOException e) {
      throw wrong(index, String.valueOf(e.getMessage()));
    }
  }

  private String octal(String name) throws LineException {
    return Escapes.decodeAll(name, field.column());
  }

  private int permissions(String letters, int index) throws LineException {
    int bits = 0;
    boolean valid = !letters.isEmpty() && letters.length() <= 3;
    for (int i = 0; i < letters.length(); i++) {
      int bit = bit(letters.charAt(i));
      valid &= bit >= 0 && (bits & bit) == 0;
      bits |= bit;
    }
    if (!valid) {
      throw wrong(
          index, "expected permissions of one to three letters r w x X -, none of them twice");
    }
    return letters.indexOf('X') >= 0 ? bits & 6 : bits;
  }

  private static int bit(char letter) {
    return switch (letter) {
      case 'r' -> 4;
      case 'w' -> 2;
      case 'x', 'X' -> 1;
      case '-' -> 0;
      default -> -1;
    };
  }

  private LineException wrong(int index, String expected) {
    return LineException.of(
        field.columnOf(Math.min(index, field.text().length())),
        Problem.Level.WARNING,
        "invalid access control list "
            + Excerpt.quoted(field.text())
            + ": "
            + expected
            + "; line has no effect");
  }
}
