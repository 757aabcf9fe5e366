// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One row of the tables in {@code src/test/resources/peer}: a setup and a command for both
 * programs, and how their results compare.
 *
 * <pre>{@code
 * # a bound socket stays
 * < mkdir d; bound stream /tmp/t/d/live      the setup in /tmp/t; worker.sh has its functions
 * : d /tmp/t/d - - - 0                       a line of configuration, in the file $F
 * $ $P --clean $F                            the command; without it: $P --create $F
 * ! refused                                  the likeness, where it is not the same
 * }</pre>
 *
 * <p>Texts hold one character per byte.
 */
record Situation(
    String table, String title, String setup, String command, String lines, Likeness likeness) {

  /** How the results of both programs compare. */
  enum Likeness {
    /** The same tree, exit code and standard output. */
    SAME,
    /** Ephemera refuses with 73 and changes nothing; the peer changes something. */
    REFUSED,
    /** Different, for the reason in the title. */
    DIFFERS
  }

  private static final String USUAL_COMMAND = "$P --create $F\n";

  /** The rows of a table, which blank lines separate. */
  static List<Situation> table(String name) {
    List<Situation> rows = new ArrayList<>();
    for (String block : resource(name + ".txt").strip().split("\n\\s*\n", -1)) {
      rows.add(parse(name, block.lines().toList()));
    }
    return rows;
  }

  static String resource(String name) {
    try (InputStream in = Situation.class.getResourceAsStream("/peer/" + name)) {
      return new String(
          Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Situation parse(String table, List<String> block) {
    for (String line : block) {
      if (line.length() < 2 || "#<:$!".indexOf(line.charAt(0)) < 0 || line.charAt(1) != ' ') {
        throw new IllegalArgumentException("not a line of a table: " + line);
      }
    }
    String command = only(block, '$');
    String likeness = only(block, '!').strip();
    return new Situation(
        table,
        only(block, '#').strip(),
        only(block, '<'),
        command.isEmpty() ? USUAL_COMMAND : command,
        only(block, ':'),
        switch (likeness) {
          case "" -> Likeness.SAME;
          case "refused" -> Likeness.REFUSED;
          case "differs" -> Likeness.DIFFERS;
          default -> throw new IllegalArgumentException("unknown likeness: " + likeness);
        });
  }

  private static String only(List<String> block, char sign) {
    StringBuilder text = new StringBuilder();
    for (String line : block) {
      if (line.charAt(0) == sign) {
        text.append(line.substring(2)).append('\n');
      }
    }
    return text.toString();
  }
}
