// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A row of {@code audit/cases.txt}: a host or an image prepared by a script, and what the audit
 * finds there.
 *
 * @param checks the ids of the checks that are run, separated by commas; {@code *} for all that a
 *     script can prepare
 * @param image whether it is an image
 * @param title what the row shows
 * @param script for sh(1); on a host it changes what is in a mount namespace of its own, of an
 *     image the working directory
 * @param expected severity and path of each finding
 */
record AuditCase(String checks, boolean image, String title, String script, Set<String> expected) {
  private static final String ROW = "== ";
  private static final String FINDING = "> ";
  private static final String COMMENT = "#";

  /** The rows of a table. */
  static List<AuditCase> read(String table) throws IOException {
    List<AuditCase> cases = new ArrayList<>();
    Path file = Checkout.file("acceptance/src/test/resources/audit/" + table);
    List<String> row = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (line.startsWith(ROW) && !row.isEmpty()) {
        cases.add(parse(row));
        row.clear();
      }
      if (!line.isBlank() && !line.startsWith(COMMENT)) {
        row.add(line);
      }
    }
    cases.add(parse(row));
    return cases;
  }

  private static AuditCase parse(List<String> row) {
    String[] heading = row.getFirst().substring(ROW.length()).split(" ", 3);
    StringBuilder script = new StringBuilder();
    Set<String> expected = new TreeSet<>();
    for (String line : row.subList(1, row.size())) {
      if (line.startsWith(FINDING)) {
        expected.add(line.substring(FINDING.length()));
      } else {
        script.append(line).append('\n');
      }
    }
    boolean image =
        switch (heading[1]) {
          case "image" -> true;
          case "host" -> false;
          default -> throw new IllegalArgumentException(row.getFirst());
        };
    return new AuditCase(heading[0], image, heading[2], script.toString(), expected);
  }

  @Override
  public String toString() {
    return checks + (image ? " image: " : " host: ") + title;
  }
}
