// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StandardStream.Opening;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.units.syntax.Assignment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code StandardInput=}, {@code StandardOutput=} and {@code StandardError=}, systemd.exec(5).
 *
 * <p>What would go to the journal, the kernel's log or syslog goes where the caller's streams go.
 */
final class StandardStreams {
  private static final StandardStream INHERITED = new StandardStream.Inherited();

  private static final String FILE = "file:";
  private static final String APPEND = "append:";
  private static final String TRUNCATE = "truncate:";
  private static final String FD = "fd:";
  private static final String INPUTS = "null or file:PATH";
  private static final String OUTPUTS =
      "inherit, null, journal, kmsg, file:PATH, append:PATH or truncate:PATH";

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
    String value = assignment.value();
    switch (value) {
      case "null" -> input = new StandardStream.Null();
      case "tty", "tty-force", "tty-fail", "data", "socket", "fd" ->
          unsupported(assignment, INPUTS);
      default -> {
        if (value.startsWith(FD)) {
          unsupported(assignment, INPUTS);
        } else if (value.startsWith(FILE)) {
          input = Objects.requireNonNull(file(assignment, FILE, Opening.READ, input));
        } else {
          invalid(assignment, INPUTS);
        }
      }
    }
  }

  void setOutput(Assignment assignment) {
    output = stream(assignment, output);
  }

  void setError(Assignment assignment) {
    error = stream(assignment, error);
  }

  private @Nullable StandardStream stream(Assignment assignment, @Nullable StandardStream before) {
    String value = assignment.value();
    return switch (value) {
      case "inherit" -> null;
      case "null" -> new StandardStream.Null();
      case "journal", "kmsg", "syslog", "journal+console", "kmsg+console", "syslog+console" ->
          INHERITED;
      default -> {
        if (value.startsWith(APPEND)) {
          yield file(assignment, APPEND, Opening.APPEND, before);
        }
        if (value.startsWith(TRUNCATE)) {
          yield file(assignment, TRUNCATE, Opening.TRUNCATE, before);
        }
        if (value.startsWith(FILE)) {
          yield file(assignment, FILE, Opening.WRITE, before);
        }
        if (value.equals("tty") || value.equals("socket") || value.startsWith("fd")) {
          unsupported(assignment, OUTPUTS);
        } else {
          invalid(assignment, OUTPUTS);
        }
        yield before;
      }
    };
  }

  /** A file, or what was set before with a warning. */
  private @Nullable StandardStream file(
      Assignment assignment, String prefix, Opening opening, @Nullable StandardStream before) {
    BytePath path =
        values.path(assignment, prefix.length(), assignment.value().substring(prefix.length()));
    return path == null ? before : new StandardStream.OfFile(path, opening);
  }

  /** A value that means nothing: systemd ignores it too. */
  private void invalid(Assignment assignment, String expected) {
    values.warn(
        assignment,
        0,
        "invalid value " + Excerpt.quoted(assignment.value()) + ": expected " + expected);
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
