// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line. The order of its checks decides which of several mistakes is reported, and which
 * mistakes a line that is not used can contain unnoticed.
 */
final class LineParser {
  private static final BytePath LEGACY_RUN = BytePath.of("/var/run");
  private static final int WITHOUT_SPECIAL_BITS = 0777;

  private static final Mode NO_MODE = new Mode(0, false, false, false);

  private final ParseContext context;
  private final LineProblems problems;
  private final String line;

  /** The parser of a line that is neither blank nor a comment. */
  LineParser(ParseContext context, LineProblems problems, String line) {
    this.context = context;
    this.problems = problems;
    this.line = line;
  }

  /** The line, or null if it is not used. */
  @Nullable Line parse() throws LineException {
    FieldScanner scanner = new FieldScanner(line);
    Field type = scanner.next();
    Field path = scanner.next();
    if (path.text().isEmpty() && path.plain()) {
      throw LineException.error(path.column(), "missing path: expected at least a type and a path");
    }
    Field mode = scanner.next();
    Field user = scanner.next();
    Field group = scanner.next();
    Field age = scanner.next();
    FieldScanner words = scanner.copy();
    return parse(type, path, new Rest(mode, user, group, age, scanner.rest()), words);
  }

  /** The fields after the path. */
  private record Rest(Field mode, Field user, Field group, Field age, Field argument) {}

  private @Nullable Line parse(Field typeField, Field pathField, Rest rest, FieldScanner words)
      throws LineException {
    if (typeField.text().isEmpty()) {
      throw LineException.error(
          typeField.column(), "empty type: expected a letter of tmpfiles.d(5)");
    }
    Modifiers modifiers = ModifierParser.parse(typeField);
    if (modifiers.boot() && !context.boot()) {
      return null;
    }
    BytePath given = path(pathField);
    BytePath path = current(given);
    boolean covered = context.prefixes().cover(path);
    if (covered && !path.equals(given)) {
      addLegacyRun(pathField, given, path);
    }
    LineType type = type(typeField);
    ActionParser actions = new ActionParser(context, problems, modifiers, rest.argument());
    actions.readWords(type, typeField, words, covered);
    if (!covered) {
      return null;
    }
    Action action = actions.finish(type, path);
    Position position = problems.position(typeField.column());
    return withAttributes(
        new Line(position, type, modifiers, path, NO_MODE, null, null, null, action), rest);
  }

  /** The line with its mode, owner and age. */
  private Line withAttributes(Line line, Rest rest) throws LineException {
    OwnerParser owners = new OwnerParser(context.accounts(), context.graceful());
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

  private static LineType type(Field field) throws LineException {
    LineType type = LineType.ofLetter(field.text().charAt(0));
    if (type == null) {
      throw LineException.error(
          field.column(),
          "unknown type "
              + Excerpt.quoted(field.text().substring(0, 1))
              + ": expected one of '"
              + LineType.letters()
              + "'");
    }
    return type;
  }

  private BytePath path(Field field) throws LineException {
    String expanded = new SpecifierExpander(context.specifiers()).expand(field);
    SpecifierExpander.requireLength(expanded, field);
    if (expanded.isEmpty() || expanded.charAt(0) != '/') {
      throw LineException.error(
          field.column(),
          "relative path " + Excerpt.quoted(expanded) + ": expected an absolute path");
    }
    return BytePath.of(Bytes.latin1(expanded));
  }

  /** A path below {@code /run} in place of one below {@code /var/run}. */
  private static BytePath current(BytePath path) {
    return !path.startsWith(LEGACY_RUN) || path.equals(LEGACY_RUN)
        ? path
        : BytePath.of(Bytes.latin1(path.latin1().substring("/var".length())));
  }

  private void addLegacyRun(Field field, BytePath given, BytePath current) {
    problems.addLegacyRun(
        field.column(),
        "path is below the legacy directory /var/run: using "
            + Excerpt.quoted(current)
            + " instead of "
            + Excerpt.quoted(given)
            + "; please update the line");
  }

  /** Set-user-ID and similar bits are dangerous with an owner that the line does not name. */
  private Mode withoutSpecialBits(Mode mode, Field field) {
    int bits = mode.bits() & WITHOUT_SPECIAL_BITS;
    if (bits == mode.bits()) {
      return mode;
    }
    problems.add(
        field.column(),
        Problem.Level.INFO,
        "using mode 0"
            + Integer.toOctalString(bits)
            + " instead of "
            + Excerpt.quoted(field.text())
            + ", because the owner is unknown");
    return new Mode(bits, mode.masked(), mode.onlyCreate(), mode.explicit());
  }
}
