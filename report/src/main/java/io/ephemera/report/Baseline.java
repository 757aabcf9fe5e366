// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The findings that are known and accepted: a text with a {@link Fingerprint} on each line, which
 * people may read, sort and edit. Immutable.
 */
public final class Baseline {
  private static final String HEADING = "# ephemera baseline 1";
  private static final String COMMENT = "#";

  private final Set<String> known;

  private Baseline(Set<String> known) {
    this.known = known;
  }

  /** Without any finding. */
  public static Baseline empty() {
    return new Baseline(Set.of());
  }

  /**
   * Reads a baseline.
   *
   * @param file its name, for messages
   * @throws InvalidBaselineException if it is none
   */
  public static Baseline parse(String file, String text) throws InvalidBaselineException {
    String[] lines = text.split("\r?\n", -1);
    if (!lines[0].equals(HEADING)) {
      throw new InvalidBaselineException(
          file + ":1:1: not a baseline: the first line is not \"" + HEADING + "\"");
    }
    Set<String> known = new HashSet<>();
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith(COMMENT)) {
        continue;
      }
      if (!line.matches("[A-Z]{2}[0-9]{3} .+")) {
        throw new InvalidBaselineException(
            file
                + ":"
                + (i + 1)
                + ":1: not a fingerprint: expected the id of a check, a blank and"
                + " what it found");
      }
      boolean ignored = known.add(line);
    }
    return new Baseline(known);
  }

  /** Whether a finding is in it. */
  public boolean contains(Finding finding) {
    return known.contains(finding.fingerprint().text());
  }

  /** The text of a baseline with exactly these findings, sorted. */
  public static String text(Collection<Finding> findings) {
    Set<String> lines = new TreeSet<>();
    for (Finding finding : findings) {
      lines.add(finding.fingerprint().text());
    }
    StringBuilder text = new StringBuilder(HEADING).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
