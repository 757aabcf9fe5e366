// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in the arguments of a command (systemd.service(5), "Command lines").
 *
 * <p>An argument that begins with <code>$</code>, and not with <code>$$</code> or <code>${</code>,
 * is the name of a variable up to its end: the words of its value replace it, none if it is not
 * set, whether the argument was quoted or not. In other arguments <code>${NAME}</code> is replaced
 * by the value as it is, empty if it is not set; <code>$$</code> is a dollar sign; any other dollar
 * sign is itself.
 */
public final class VariableExpansion {
  private VariableExpansion() {}

  /**
   * The arguments with variables replaced.
   *
   * @param argv with the zeroth argument, one character per byte
   * @param environment the value of a variable, or null if it is not set
   */
  public static List<String> expand(
      List<String> argv, Function<String, @Nullable String> environment) {
    List<String> out = new ArrayList<>(argv.size());
    for (String argument : argv) {
      if (argument.indexOf('$') < 0) {
        out.add(argument);
      } else if (isName(argument)) {
        addWords(environment.apply(argument.substring(1)), out);
      } else {
        out.add(embedded(argument, environment));
      }
    }
    return out;
  }

  private static boolean isName(String argument) {
    return argument.charAt(0) == '$' && !argument.startsWith("$$") && !argument.startsWith("${");
  }

  private static void addWords(@Nullable String value, List<String> out) {
    if (value != null) {
      for (Word word : Words.split(value, WordStyle.VARIABLE).words()) {
        out.add(word.text());
      }
    }
  }

  private static String embedded(String text, Function<String, @Nullable String> environment) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int end = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
      if (text.startsWith("$$", i)) {
        out.append('$');
        i += 2;
      } else if (end >= 0) {
        String value = environment.apply(text.substring(i + 2, end));
        out.append(value == null ? "" : value);
        i = end + 1;
      } else if (text.startsWith("${", i)) {
        return out.append(text, i, text.length()).toString();
      } else {
        out.append(text.charAt(i++));
      }
    }
    return out.toString();
  }
}
