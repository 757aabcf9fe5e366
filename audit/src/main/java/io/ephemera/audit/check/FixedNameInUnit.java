// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordStyle;
import io.ephemera.units.syntax.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** HA704: a unit file has a fixed name in /tmp. */
final class FixedNameInUnit implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA704",
          "fixed-name-in-unit",
          Severity.WARNING,
          "A unit uses a fixed name in a directory to which any user can write",
          377);

  private static final String FILE = "file:";

  /** The part of a word after which a path begins: {@code --log=}, {@code PATH=}. */
  private static final Pattern BEFORE = Pattern.compile("^[-A-Za-z0-9_.]+=");

  /** They only ask for a name, or remove it. */
  private static final Set<String> HARMLESS = Set.of("rm", "test", "[", "rmdir", "ls");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (Unit unit : facts.units().all()) {
      Set<BytePath> known = new HashSet<>();
      for (Assignment assignment : unit.assignments()) {
        for (String text : texts(assignment)) {
          BytePath path = FixedName.of(text);
          boolean own =
              UnitWords.hasPrivateTmp(unit) && path != null && FixedName.isPrivatized(path);
          if (path != null && !own && known.add(path)) {
            report(unit, assignment, path, findings);
          }
        }
      }
    }
  }

  private static List<String> texts(Assignment assignment) {
    String key = assignment.key();
    String value = assignment.value();
    if (key.startsWith("Exec")) {
      List<String> words = words(value);
      return words.isEmpty() || HARMLESS.contains(program(words.getFirst())) ? List.of() : words;
    }
    return switch (key) {
      case "Environment" -> words(value);
      case "StandardOutput", "StandardError", "StandardInput" ->
          value.startsWith(FILE)
              ? List.of(value.substring(FILE.length()))
              : value.matches("(append|truncate):.*")
                  ? List.of(value.substring(value.indexOf(':') + 1))
                  : List.of();
      default -> List.of();
    };
  }

  private static List<String> words(String value) {
    return Words.split(value, WordStyle.DECODED).words().stream()
        .map(Word::text)
        .map(word -> BEFORE.matcher(word).replaceFirst(""))
        .toList();
  }

  private static String program(String word) {
    String path = word.replaceFirst("^[-@:+!|]+", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void report(Unit unit, Assignment at, BytePath path, Findings findings) {
    String name = unit.name().full();
    findings
        .of(RULE, path)
        .about(name + " " + path)
        .ofUnit(name)
        .seen(UnitWords.shown(at))
        .fix(
            "systemctl edit "
                + name
                + "   # [Service] PrivateTmp=yes, or a path in RuntimeDirectory=")
        .add("any user who creates " + path + " first decides what " + name + " reads or writes");
  }
}
