// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.Places;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name of what runs, under which others of the same name find its lock and its records. */
final class RunName {
  private static final String RULE =
      "1 to 64 letters, digits and . _ - @ +, the first a letter or a digit";

  private RunName() {}

  /** The given name, or the last component of the command. */
  static String of(@Nullable Bytes given, List<Bytes> command) throws RunException {
    if (given != null) {
      if (!isValid(given.latin1())) {
        throw new RunException(Failure.USAGE, "invalid --name (" + RULE + "): " + given);
      }
      return given.latin1();
    }
    Name last = BytePath.of(command.getFirst()).name();
    String name = last == null ? "" : last.bytes().latin1();
    if (!isValid(name)) {
      throw new RunException(
          Failure.USAGE,
          "the command's name cannot be that of a lock (" + RULE + "); add --name=NAME");
    }
    return name;
  }

  /** The rule is that of applications, whose places the records are in. */
  private static boolean isValid(String name) {
    try {
      Places.Builder ignored = Places.builder(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
