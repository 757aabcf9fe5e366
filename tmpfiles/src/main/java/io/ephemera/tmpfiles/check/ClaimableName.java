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

/** Removals after which any user can create the known name first (CVE-2026-3888). */
final class ClaimableName implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF013",
          "claimable-name",
          Severity.WARNING,
          "A known name is removed from a world-writable directory, so any user can claim it",
          367);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      if (line.type().removes()) {
        checkRemoval(context, line);
      } else if (line.modifiers().boot() && line.type().creates()) {
        checkBootLine(context, line);
      }
      Age age = line.age();
      if (!line.type().removes()
          && ages(line)
          && age != null
          && !age.keepFirstLevel()
          && !PathPattern.isPattern(line)
          && context.expected().isWorldWritable(line.path())) {
        checkEntries(context, line);
      }
    }
  }

  private static void checkRemoval(CheckContext context, Line line) {
    BytePath parent = line.path().parent();
    if (!line.modifiers().boot()
        && !PathPattern.isPattern(line)
        && context.expected().isWorldWritable(parent)) {
      context.add(
          RULE,
          line,
          Part.PATH,
          "any user can create '" + line.path() + "' once it is removed from '" + parent + "'");
    }
  }

  /** A line for the boot does not protect from cleaning later. */
  private static void checkBootLine(CheckContext context, Line line) {
    BytePath parent = line.path().parent();
    for (Line other : context.lines()) {
      if (other.path().equals(parent)
          && ages(other)
          && context.expected().isWorldWritable(parent)
          && !isProtected(context, line.path())) {
        context.add(
            RULE,
            line,
            Part.PATH,
            "this line is used at boot only; later "
                + other.position().file()
                + ":"
                + other.position().line()
                + " removes '"
                + line.path()
                + "' when it is old enough, and any user can create it again; add an x line");
        return;
      }
    }
  }

  /** Directories of root with a known name that exist now and would be removed. */
  private static void checkEntries(CheckContext context, Line line) {
    for (Name name : WorldWritableEntries.predictable(context, line.path())) {
      BytePath path = line.path().child(name);
      // A line that creates it is reported itself.
      if (!isProtected(context, path) && !context.creates(path)) {
        context.add(
            RULE,
            line,
            Part.AGE,
            "root's directory '"
                + path
                + "' is removed when it is old enough, and any user can create it again; if a program"
                + " relies on the name, add an x line");
      }
    }
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
