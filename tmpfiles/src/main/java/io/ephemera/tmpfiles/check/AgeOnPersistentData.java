// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ages of directories with persistent data. */
final class AgeOnPersistentData implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF014",
          "age-on-persistent-data",
          Severity.WARNING,
          "An age cleans up a directory with persistent data",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final List<BytePath> PERSISTENT =
      List.of(
          BytePath.of("/home"),
          BytePath.of("/var/lib"),
          BytePath.of("/srv"),
          BytePath.of("/root"),
          BytePath.of("/etc"),
          BytePath.of("/usr"));
  private static final BytePath STATE = BytePath.of("/var/lib");
  private static final List<String> DISPOSABLE =
      List.of("cache", "tmp", "temp", "log", "logs", "coredump", "pstore", "crash", "spool");

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      Age age = line.age();
      BytePath persistent = persistent(line.path());
      if (age == null
          || age.micros() == Age.INFINITY
          || !line.type().takesAge()
          || persistent == null
          || isDisposable(line.path())) {
        continue;
      }
      String message =
          "files below '"
              + line.path()
              + "' are removed by age, but '"
              + persistent
              + "' is for persistent data";
      if (isDeep(line.path(), persistent)) {
        context.note(RULE, line, Part.AGE, message);
      } else {
        context.add(RULE, line, Part.AGE, message);
      }
    }
  }

  private static @Nullable BytePath persistent(BytePath path) {
    for (BytePath one : PERSISTENT) {
      if (path.startsWith(one) || one.startsWith(path)) {
        return one;
      }
    }
    return null;
  }

  /** Whether it is below the directory of a single service or user, which may intend it. */
  private static boolean isDeep(BytePath path, BytePath persistent) {
    int depth = path.components().size() - persistent.components().size();
    return persistent.equals(STATE) ? depth > 1 : depth > 2;
  }

  private static boolean isDisposable(BytePath path) {
    for (Bytes component : path.components()) {
      String name = component.latin1();
      if (DISPOSABLE.contains(name.startsWith(".") ? name.substring(1) : name)) {
        return true;
      }
    }
    return false;
  }
}
