// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Escapes;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits values whose words have fields that colons separate, such as {@code RuntimeDirectory=} and
 * {@code BindPaths=} (systemd.exec(5)).
 */
public final class Tuples {
  private Tuples() {}

  /**
   * A word with its fields.
   *
   * @param fields at least one; empty fields are kept. Escapes are decoded, specifiers are not
   *     expanded
   * @param index where the word begins in the value
   */
  public record Tuple(List<String> fields, int index) {
    /** A field, or the empty text if there are fewer fields. */
    public String field(int number) {
      return number < fields.size() ? fields.get(number) : "";
    }
  }

  /**
   * The tuples of a value.
   *
   * @param tuples those that are valid
   * @param invalid what is wrong with the others
   */
  public record TupleList(List<Tuple> tuples, List<WordList.Invalid> invalid) {}

  /**
   * The tuples {@code NAME:LINK:FLAGS} of {@code RuntimeDirectory=} and its relatives.
   *
   * <p>Quotes group; escape sequences of C are decoded; {@code \:} and {@code \\} are a colon and a
   * backslash; any other escape sequence is invalid. What follows an invalid tuple is ignored.
   */
  public static TupleList directories(String value) {
    return split(value, true);
  }

  /**
   * The tuples {@code SOURCE:DESTINATION:OPTIONS} of {@code BindPaths=} and {@code
   * BindReadOnlyPaths=}, written as {@link #directories}; but only an invalid tuple itself is
   * ignored.
   */
  public static TupleList binds(String value) {
    return split(value, false);
  }

  private static TupleList split(String value, boolean stops) {
    WordList words = Words.split(value, WordStyle.KEPT);
    List<Tuple> tuples = new ArrayList<>();
    List<WordList.Invalid> invalid = new ArrayList<>();
    for (Word word : words.words()) {
      try {
        tuples.add(new Tuple(fields(word), word.index()));
      } catch (InvalidWordException e) {
        invalid.add(e.invalid());
        if (stops) {
          return new TupleList(List.copyOf(tuples), List.copyOf(invalid));
        }
      }
    }
    return list(tuples, invalid, words);
  }

  private static TupleList list(
      List<Tuple> tuples, List<WordList.Invalid> invalid, WordList words) {
    if (words.invalid() != null) {
      invalid.add(words.invalid());
    }
    return new TupleList(List.copyOf(tuples), List.copyOf(invalid));
  }

  /**
   * The tuples {@code PATH:OPTIONS} of {@code TemporaryFileSystem=}: quotes group, backslashes are
   * removed, and the first colon separates the options.
   */
  public static TupleList temporaryFileSystems(String value) {
    WordList words = Words.split(value, WordStyle.QUOTED);
    List<Tuple> tuples = new ArrayList<>();
    for (Word word : words.words()) {
      int colon = word.text().indexOf(':');
      List<String> fields =
          colon < 0
              ? List.of(word.text())
              : List.of(word.text().substring(0, colon), word.text().substring(colon + 1));
      tuples.add(new Tuple(fields, word.index()));
    }
    return list(tuples, new ArrayList<>(), words);
  }

  private static List<String> fields(Word word) throws InvalidWordException {
    String text = word.text();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        i = escape(word, i, field);
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
        i++;
      } else {
        field.append(c);
        i++;
      }
    }
    fields.add(field.toString());
    return List.copyOf(fields);
  }

  private static int escape(Word word, int backslash, StringBuilder field)
      throws InvalidWordException {
    String text = word.text();
    int end = Escapes.decode(text, backslash + 1, field);
    if (end != Escapes.INVALID) {
      return end;
    }
    if (backslash + 1 < text.length() && text.charAt(backslash + 1) == ':') {
      field.append(':');
      return backslash + 2;
    }
    throw new InvalidWordException(word.index(), Escapes.unknown(text, backslash));
  }
}
