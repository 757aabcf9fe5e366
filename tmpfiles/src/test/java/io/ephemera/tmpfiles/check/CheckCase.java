// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of the table of findings: a tree, lines, and what the checks find.
 *
 * <pre>{@code
 * # TF015 what the row is about, after the id of its check
 * < srv/dir/              the tree below the root directory
 * : d /srv/dir 0777       a line; without lines, the configuration in the tree is checked
 * > 1:12 warning TF015    all findings, in order; without the file for the lines above
 * }</pre>
 *
 * <p>A title that ends with {@code (root)} needs root. A row without the id of its check among the
 * findings is a near miss.
 */
record CheckCase(
    String id,
    String title,
    boolean needsRoot,
    String tree,
    List<String> lines,
    List<String> findings) {
  static List<CheckCase> parseAll(String table) {
    List<CheckCase> cases = new ArrayList<>();
    for (String row : table.strip().split("\n\\s*\n", -1)) {
      cases.add(parse(row.lines().toList()));
    }
    return cases;
  }

  private static CheckCase parse(List<String> row) {
    String title = only(row, '#').getFirst();
    StringBuilder tree = new StringBuilder();
    only(row, '<').forEach(entry -> tree.append(entry).append('\n'));
    return new CheckCase(
        title.substring(0, title.indexOf(' ')),
        title,
        title.endsWith("(root)"),
        tree.toString(),
        only(row, ':'),
        only(row, '>'));
  }

  private static List<String> only(List<String> row, char sign) {
    return row.stream()
        .filter(line -> line.charAt(0) == sign)
        .map(line -> line.substring(1).strip())
        .toList();
  }

  boolean isNearMiss() {
    return findings.stream().noneMatch(finding -> finding.endsWith(id));
  }
}
