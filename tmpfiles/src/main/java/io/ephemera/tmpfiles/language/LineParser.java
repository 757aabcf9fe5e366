// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line. The order of its checks decides which of several mistakes is told, and what a
 * skipped line may hide.
 */
final class LineParser {
  private static final BytePath LEGACY_RUN = BytePath.of("/var/run");
  private static final int WITHOUT_SPECIAL_BITS = 0777;

  private static final Mode NO_MODE = new Mode(0, false, false, false);

  private final Environment environment;
  private final LineProblems problems;
  private final String line;

  /** The parser of a line that is neither blank nor a comment. */
  LineParser(Environment environment, LineProblems problems, String line) {
    this.environment = environment;
    this.problems = problems;
    this.line = line;
  }

  /** The line, or null where it does not count. */
  @Nullable Line parse() throws BadLine {
    FieldScanner scanner = new FieldScanner(line);
    Field type = scanner.next();
    Field path = scanner.next();
    if (path.text().isEmpty() && path.plain()) {
      throw BadLine.error(path.column(), "missing path: expected at least a type and a path");
    }
    Field mode = scanner.next();
    Field user = scanner.next();
    Field group = scanner.next();
    Field age = scanner.next();
    FieldScanner words = scanner.copy();
    return parse(type, path, new Rest(mode, user, group, age, scanner.rest()), words);
  }

  /** The fields behind the path. */
  private record Rest(Field mode, Field user, Field group, Field age, Field argument) {}

  private @Nullable Line parse(Field typeField, Field pathField, Rest rest, FieldScanner words)
      throws BadLine {
    if (typeField.text().isEmpty()) {
      throw BadLine.error(typeField.column(), "empty type: expected a letter of tmpfiles.d(5)");
    }
    Modifiers modifiers = ModifierParser.parse(typeField);
    if (modifiers.boot() && !environment.boot()) {
      return null;
    }
    BytePath path = path(pathField);
    LineType type = type(typeField);
    ActionParser actions = new ActionParser(environment, problems, modifiers, rest.argument());
    actions.readWords(type, typeField, words);
    if (!environment.prefixes().cover(path)) {
      return null;
    }
    Action action = actions.finish(type, path);
    Position position = problems.position(typeField.column());
    return withAttributes(
        new Line(position, type, modifiers, path, NO_MODE, null, null, null, action), rest);
  }

  /** The line with what its third to sixth field say. */
  private Line withAttributes(Line line, Rest rest) throws BadLine {
    OwnerParser owners = new OwnerParser(environment.accounts(), environment.graceful());
    Owner user = owners.user(rest.user());
    Owner group = owners.group(rest.group());
    boolean ownerDropped =
        (user == null && !rest.user().isUnset()) || (group == null && !rest.group().isUnset());
    Mode stated = ModeParser.parse(rest.mode(), line.type().defaultMode());
    Age age = AgeParser.parse(rest.age(), line.type());
    Mode mode = ownerDropped ? withoutSpecialBits(stated, rest.mode()) : stated;
    return new Line(
        line.position(),
        line.type(),
        line.modifiers(),
        line.path(),
        mode,
        user,
        group,
        age,
        line.action());
  }

  private static LineType type(Field field) throws BadLine {
    LineType type = LineType.ofLetter(field.text().charAt(0));
    if (type == null) {
      throw BadLine.error(
          field.column(),
          "unknown type "
              + Show.quoted(field.text().substring(0, 1))
              + ": expected one of '"
              + LineType.letters()
              + "'");
    }
    return type;
  }

  private BytePath path(Field field) throws BadLine {
    String expanded = new SpecifierExpander(environment.specifiers()).expand(field);
    SpecifierExpander.requireLength(expanded, field);
    if (expanded.isEmpty() || expanded.charAt(0) != '/') {
      throw BadLine.error(
          field.column(), "relative path " + Show.quoted(expanded) + ": expected an absolute path");
    }
    BytePath path = BytePath.of(Bytes.latin1(expanded));
    if (!path.startsWith(LEGACY_RUN) || path.equals(LEGACY_RUN)) {
      return path;
    }
    BytePath current = BytePath.of(Bytes.latin1(path.latin1().substring("/var".length())));
    problems.addLegacyRun(
        field.column(),
        "the path is below the legacy directory /var/run: expected '"
            + current
            + "', which is used instead of '"
            + path
            + "'");
    return current;
  }

  /** Set-user-ID and the like are dangerous with an owner that nobody asked for. */
  private Mode withoutSpecialBits(Mode mode, Field field) {
    int bits = mode.bits() & WITHOUT_SPECIAL_BITS;
    if (bits == mode.bits()) {
      return mode;
    }
    problems.add(
        field.column(),
        Problem.Level.INFO,
        "the mode is 0"
            + Integer.toOctalString(bits)
            + " instead of "
            + Show.quoted(field.text())
            + ", for the owner is unknown");
    return new Mode(bits, mode.masked(), mode.onlyCreate(), mode.explicit());
  }
}
