// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Escapes;
import io.ephemera.tmpfiles.language.Whitespace;
import org.jspecify.annotations.Nullable;

/** Reads the words of a value one by one, with quotes and backslashes. */
final class WordReader {
  private final String text;
  private final WordStyle style;
  private int at;

  /** A reader at an index, which may be in the middle of a value. */
  WordReader(String text, int from, WordStyle style) {
    this.text = text;
    this.style = style;
    this.at = Whitespace.skip(text, from);
  }

  /** The index of the next word, or the length of the value. */
  int index() {
    return at;
  }

  /** Continues at another index, after white space there. */
  void moveTo(int index) {
    at = Whitespace.skip(text, index);
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /**
   * The next word; null at the end.
   *
   * @throws InvalidWordException if it is invalid; the reader stays before it
   */
  @Nullable Word next() throws InvalidWordException {
    return atEnd() ? null : read(style);
  }

  /** The next word, in another style. */
  Word next(WordStyle otherStyle) throws InvalidWordException {
    return read(otherStyle);
  }

  private Word read(WordStyle used) throws InvalidWordException {
    StringBuilder out = new StringBuilder();
    int openedAt = -1;
    int i = at;
    while (i < text.length() && (openedAt >= 0 || !Whitespace.is(text.charAt(i)))) {
      char c = text.charAt(i);
      if (c == '\\' && used.backslash() != WordStyle.Backslash.KEPT) {
        i = backslash(used, i, openedAt, out);
      } else if (openedAt >= 0 && c == text.charAt(openedAt)) {
        openedAt = -1;
        i++;
      } else if (openedAt < 0 && used.hasQuotes() && (c == '"' || c == '\'')) {
        openedAt = i++;
      } else {
        out.append(c);
        i++;
      }
    }
    if (openedAt >= 0 && !used.isOpenEnded()) {
      throw unclosed(openedAt);
    }
    Word word = new Word(out.toString(), at);
    moveTo(i);
    return word;
  }

  private InvalidWordException unclosed(int openedAt) {
    return new InvalidWordException(
        openedAt, "unclosed quote: expected a closing " + text.charAt(openedAt));
  }

  /** Reads what a backslash begins; the index after it. */
  private int backslash(WordStyle used, int i, int openedAt, StringBuilder out)
      throws InvalidWordException {
    boolean lenient = used.backslash() == WordStyle.Backslash.DECODED_OR_KEPT;
    if (i + 1 == text.length()) {
      return trailing(used, lenient, i, openedAt, out);
    }
    if (used.backslash() == WordStyle.Backslash.REMOVED) {
      out.append(text.charAt(i + 1));
      return i + 2;
    }
    int end = Escapes.decode(text, i + 1, out);
    if (end != Escapes.INVALID) {
      return end;
    }
    if (!lenient) {
      throw new InvalidWordException(i, Escapes.unknown(text, i));
    }
    out.append('\\').append(text.charAt(i + 1));
    return i + 2;
  }

  private int trailing(WordStyle used, boolean lenient, int i, int openedAt, StringBuilder out)
      throws InvalidWordException {
    if (openedAt >= 0 && !used.isOpenEnded()) {
      throw unclosed(openedAt);
    }
    if (lenient) {
      out.append('\\');
    } else if (!used.isOpenEnded()) {
      throw new InvalidWordException(i, "backslash at the end");
    }
    return i + 1;
  }
}
