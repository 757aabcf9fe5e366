// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.Bytes;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.Problem;

/** Parts of lines without effect, and unreadable files. */
final class NoEffect implements Check {
  private static final Rule RULE =
      Check.rule("TF003", "no-effect", Severity.WARNING, "A part of the line has no effect", 0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.level() == Problem.Level.WARNING) {
        context.add(RULE, problem);
      }
    }
    for (Line line : context.lines()) {
      checkAge(context, line);
      checkComment(context, line);
    }
  }

  private static void checkAge(CheckContext context, Line line) {
    boolean cleans = line.age() != null && line.type().ageing() == Extent.CONTENT;
    if (cleans && !line.type().isGlob() && context.expected().isSymlink(line.path())) {
      context.add(
          RULE,
          line,
          Part.AGE,
          "the age has no effect: "
              + line.path()
              + " is a symbolic link, and the directory that it leads to is not cleaned;"
              + " name that directory");
    }
  }

  private static void checkComment(CheckContext context, Line line) {
    String content = content(line.action());
    int mark = content.indexOf(" #");
    if (mark > 0 && content.indexOf('\n') < 0) {
      context.add(
          RULE,
          line,
          Part.ARGUMENT,
          "'"
              + Bytes.latin1(content.substring(mark + 1))
              + "' is part of what is written, not a comment; a comment needs a line of its own");
    }
  }

  private static String content(Action action) {
    if (action instanceof Action.WriteFile write) {
      return write.content().latin1();
    }
    if (action instanceof Action.CreateFile file) {
      return file.content().latin1();
    }
    return action instanceof Action.CreateSymlink link ? link.target().latin1() : "";
  }
}
