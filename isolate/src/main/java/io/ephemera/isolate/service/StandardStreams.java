// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StandardStream.Opening;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.units.syntax.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * {@code StandardInput=}, {@code StandardOutput=} and {@code StandardError=}, systemd.exec(5).
 *
 * <p>What would go to the journal, the kernel's log or syslog goes where the caller's streams go.
 */
final class StandardStreams {
  private static final String FILE = "file:";
  private static final String APPEND = "append:";
  private static final String TRUNCATE = "truncate:";
  private static final StandardStream INHERITED = new StandardStream.Inherited();

  private final Values values;
  private StandardStream input = new StandardStream.Null();

  /** Null for that of the standard input, as for {@code inherit}. */
  private @Nullable StandardStream output = INHERITED;

  /** Null for that of the standard output, as for {@code inherit}. */
  private @Nullable StandardStream error;

  StandardStreams(Values values) {
    this.values = values;
  }

  void setInput(Assignment assignment) {
    if (assignment.value().equals("null")) {
      input = new StandardStream.Null();
    } else if (assignment.value().startsWith(FILE)) {
      StandardStream file = file(assignment, FILE, Opening.READ);
      input = file == null ? input : file;
    } else {
      unsupported(assignment, "null or file:PATH");
    }
  }

  void setOutput(Assignment assignment) {
    output = stream(assignment, output);
  }

  void setError(Assignment assignment) {
    error = stream(assignment, error);
  }

  private @Nullable StandardStream stream(Assignment assignment, @Nullable StandardStream before) {
    return switch (assignment.value()) {
      case "inherit" -> null;
      case "null" -> new StandardStream.Null();
      case "journal", "kmsg", "syslog", "journal+console", "kmsg+console", "syslog+console" ->
          INHERITED;
      default -> {
        StandardStream file = outputFile(assignment);
        yield file == null ? before : file;
      }
    };
  }

  private @Nullable StandardStream outputFile(Assignment assignment) {
    if (assignment.value().startsWith(APPEND)) {
      return file(assignment, APPEND, Opening.APPEND);
    }
    if (assignment.value().startsWith(TRUNCATE)) {
      return file(assignment, TRUNCATE, Opening.TRUNCATE);
    }
    if (assignment.value().startsWith(FILE)) {
      return file(assignment, FILE, Opening.WRITE);
    }
    unsupported(
        assignment, "inherit, null, journal, kmsg, file:PATH, append:PATH or truncate:PATH");
    return null;
  }

  /** Null, with a warning, if the path is invalid. */
  private @Nullable StandardStream file(Assignment assignment, String prefix, Opening opening) {
    BytePath path =
        values.path(assignment, prefix.length(), assignment.value().substring(prefix.length()));
    return path == null ? null : new StandardStream.OfFile(path, opening);
  }

  /** A stream that is not what was asked for could show secrets, or lose data. */
  private void unsupported(Assignment assignment, String expected) {
    if (assignment.isEmpty()) {
      values.warn(assignment, 0, "invalid value '': expected " + expected);
      return;
    }
    values.refuse(
        assignment,
        "cannot be " + Excerpt.quoted(assignment.value()) + " here: expected " + expected);
  }

  StandardStream input() {
    return input;
  }

  StandardStream output() {
    StandardStream chosen = output;
    return chosen == null ? input : chosen;
  }

  StandardStream error() {
    StandardStream chosen = error;
    return chosen == null ? output() : chosen;
  }
}
