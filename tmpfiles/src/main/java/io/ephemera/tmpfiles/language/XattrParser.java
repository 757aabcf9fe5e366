// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the extended attributes of {@code t} lines: words of a name, an equals sign and a value.
 */
final class XattrParser {
  private final List<Field> words;

  private XattrParser(List<Field> words) {
    this.words = words;
  }

  /**
   * Reads the words. A word that is not an attribute is reported as a warning and left out, and so
   * is everything from an unclosed quote on.
   */
  static XattrParser scan(FieldScanner scanner, LineProblems problems) {
    List<Field> words = new ArrayList<>();
    try {
      while (!scanner.atEnd()) {
        Field word = scanner.next();
        if (isPair(word.text())) {
          words.add(word);
        } else {
          problems.addOfCreation(word.column(), wrong(word.text()));
        }
      }
    } catch (LineException e) {
      problems.add(e, Problem.Level.WARNING);
    }
    return new XattrParser(words);
  }

  private static boolean isPair(String word) {
    int equals = word.indexOf('=');
    return equals > 0 && equals + 1 < word.length();
  }

  private static String wrong(String word) {
    return "invalid extended attribute "
        + Excerpt.quoted(word)
        + ": expected NAMESPACE.NAME=VALUE; attribute ignored";
  }

  Action.SetExtendedAttributes finish(SpecifierExpander specifiers, boolean recursive)
      throws LineException {
    List<XattrEntry> attributes = new ArrayList<>(words.size());
    for (Field word : words) {
      int equals = word.text().indexOf('=');
      Field name = new Field(word.text().substring(0, equals), word.column(), word.plain());
      Field value =
          new Field(word.text().substring(equals + 1), word.columnOf(equals + 1), word.plain());
      attributes.add(
          new XattrEntry(
              Bytes.latin1(specifiers.expand(name)), Bytes.latin1(specifiers.expand(value))));
    }
    return new Action.SetExtendedAttributes(attributes, recursive);
  }
}
