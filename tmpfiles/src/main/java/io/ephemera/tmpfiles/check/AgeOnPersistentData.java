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

/** Ages on directories whose content is meant to stay. */
final class AgeOnPersistentData implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF014",
          "age-on-persistent-data",
          Severity.WARNING,
          "An age cleans a directory whose content is meant to stay",
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
  private static final List<String> MEANT_TO_GO =
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
          || isMeantToGo(line.path())) {
        continue;
      }
      String message =
          "what is below '"
              + line.path()
              + "' is removed by age, and '"
              + persistent
              + "' is for"
              + " data that stays";
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

  /** Below the directory of one service or user, which may know what it does. */
  private static boolean isDeep(BytePath path, BytePath persistent) {
    int depth = path.components().size() - persistent.components().size();
    return persistent.equals(STATE) ? depth > 1 : depth > 2;
  }

  private static boolean isMeantToGo(BytePath path) {
    for (Bytes component : path.components()) {
      String name = component.latin1();
      if (MEANT_TO_GO.contains(name.startsWith(".") ? name.substring(1) : name)) {
        return true;
      }
    }
    return false;
  }
}
