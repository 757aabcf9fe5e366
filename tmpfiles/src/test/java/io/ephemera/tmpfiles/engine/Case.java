// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of a table: a tree, lines of configuration, and what a run makes of them.
 *
 * <pre>{@code
 * # a file that is there keeps its content
 * < f "old"              the tree before, a line for each entry, in the notation of the test kit
 * : f /f - - - - new     a line of configuration
 * $ --create             what is asked for
 * > f "old"              the tree after; > alone for none, > = for the tree before
 * ? already-right create-file /f         what became of it, in any order
 * ! create-file /f       what a dry run announces, where it cannot tell what will become of it
 * }</pre>
 *
 * <p>A title that ends with {@code (root)} needs root. {@code now+10d} among what is asked for
 * moves the clock.
 *
 * @param flags options and clock
 * @param outcomes sorted
 * @param dry what the dry run announces, sorted; nothing where that is what the real run does
 */
record Case(
    String title,
    boolean needsRoot,
    String before,
    List<String> lines,
    List<String> flags,
    String after,
    List<String> outcomes,
    List<String> dry) {
  private static final String ROOT = " (root)";

  /** The rows of a table; blank lines part them. */
  static List<Case> parseAll(String table) {
    List<Case> cases = new ArrayList<>();
    for (String row : table.strip().split("\n\\s*\n", -1)) {
      cases.add(parse(row));
    }
    return cases;
  }

  private static Case parse(String row) {
    List<String> text = row.lines().toList();
    String title = only(text, '#').getFirst();
    boolean needsRoot = title.endsWith(ROOT);
    String before = tree(only(text, '<'));
    List<String> after = only(text, '>');
    return new Case(
        needsRoot ? title.substring(0, title.length() - ROOT.length()) : title,
        needsRoot,
        before,
        only(text, ':'),
        List.of(only(text, '$').getFirst().split(" ", -1)),
        after.equals(List.of("=")) ? described(before) : tree(after),
        only(text, '?').stream().sorted().toList(),
        only(text, '!').stream().sorted().toList());
  }

  /** The tree before as it is described: the age of the content without a sign of which it is. */
  String described() {
    return described(before);
  }

  private static String described(String tree) {
    return tree.replace(" m@", " @");
  }

  /** What the dry run is to announce when the real run does this. */
  List<String> announced(List<String> done) {
    if (dry.isEmpty()) {
      return done;
    }
    return dry.equals(List.of("none")) ? List.of() : dry;
  }

  private static List<String> only(List<String> text, char sign) {
    return text.stream()
        .filter(line -> line.charAt(0) == sign)
        .map(line -> line.substring(1).strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String tree(List<String> entries) {
    return entries.isEmpty() ? "" : String.join("\n", entries) + "\n";
  }
}
