// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.Bytes;
import io.ephemera.units.syntax.VariableExpansion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces {@code $NAME} in the arguments of a command by what its environment says. */
final class Expansion {
  private Expansion() {}

  /**
   * The words with their variables replaced.
   *
   * @param environment entries {@code NAME=value}
   */
  static List<Bytes> expand(List<Bytes> words, List<Bytes> environment) {
    List<String> texts = new ArrayList<>(words.size());
    for (Bytes word : words) {
      texts.add(word.latin1());
    }
    List<Bytes> expanded = new ArrayList<>(words.size());
    for (String text : VariableExpansion.expand(texts, name -> value(name, environment))) {
      expanded.add(Bytes.latin1(text));
    }
    return expanded;
  }

  private static @Nullable String value(String name, List<Bytes> environment) {
    String prefix = name + "=";
    for (Bytes entry : environment) {
      if (entry.latin1().startsWith(prefix)) {
        return entry.latin1().substring(prefix.length());
      }
    }
    return null;
  }
}
