// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Name;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;

/** Removals that leave a known name to whoever comes first (CVE-2026-3888). */
final class ClaimableName implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF013",
          "claimable-name",
          Severity.WARNING,
          "A known name is removed from a directory that everybody writes, so that anybody can claim it",
          367);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      if (Types.removes(line.type())) {
        removal(context, line);
      } else if (line.modifiers().boot() && Types.makes(line.type())) {
        unprotected(context, line);
      }
      Age age = line.age();
      if (!Types.removes(line.type())
          && ages(line)
          && age != null
          && !age.keepFirstLevel()
          && !Types.isPattern(line)
          && context.ground().isWorldWritable(line.path())) {
        standing(context, line);
      }
    }
  }

  private static void removal(CheckContext context, Line line) {
    BytePath parent = line.path().parent();
    if (!line.modifiers().boot()
        && !Types.isPattern(line)
        && context.ground().isWorldWritable(parent)) {
      context.add(
          RULE,
          line,
          Part.PATH,
          "everybody may make '"
              + line.path()
              + "' again once it is removed from '"
              + parent
              + "'");
    }
  }

  /** A line that counts at boot only protects from no cleaning later. */
  private static void unprotected(CheckContext context, Line line) {
    BytePath parent = line.path().parent();
    for (Line other : context.lines()) {
      if (other.path().equals(parent)
          && ages(other)
          && context.ground().isWorldWritable(parent)
          && !isProtected(context, line.path())) {
        context.add(
            RULE,
            line,
            Part.PATH,
            "the line counts at boot only: later, "
                + other.position().file()
                + ":"
                + other.position().line()
                + " removes '"
                + line.path()
                + "' when it is old, and everybody may make it again; add an x line");
        return;
      }
    }
  }

  /** What stands there now with a known name, is root's, and would go. */
  private static void standing(CheckContext context, Line line) {
    for (Name name : WorldWritableEntries.predictable(context, line.path())) {
      BytePath path = line.path().child(name);
      if (!isProtected(context, path) && !isMadeAtBoot(context, path)) {
        context.add(
            RULE,
            line,
            Part.AGE,
            "root's directory '"
                + path
                + "' is removed when it is old, and everybody may make it again; if somebody relies"
                + " on the name, add an x line");
      }
    }
  }

  /** Then the line that makes it is told already. */
  private static boolean isMadeAtBoot(CheckContext context, BytePath path) {
    for (Line line : context.lines()) {
      if (line.path().equals(path) && Types.makes(line.type())) {
        return true;
      }
    }
    return false;
  }

  private static boolean ages(Line line) {
    Age age = line.age();
    return age != null
        && age.micros() != Age.INFINITY
        && line.type().takesAge()
        && !line.modifiers().boot();
  }

  private static boolean isProtected(CheckContext context, BytePath path) {
    for (Line line : context.lines()) {
      boolean matches =
          line.type().isGlob()
              ? new Glob(line.path().bytes()).matches(path.bytes())
              : line.path().equals(path);
      if (matches && !line.modifiers().boot()) {
        return true;
      }
    }
    return false;
  }
}
