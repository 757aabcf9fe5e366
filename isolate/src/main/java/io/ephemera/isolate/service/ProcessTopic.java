// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Modes;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code WorkingDirectory=}, {@code UMask=}, {@code Limit…=}, {@code Nice=}, {@code
 * OOMScoreAdjust=}, {@code IgnoreSIGPIPE=} and {@code NoNewPrivileges=}, systemd.exec(5).
 */
final class ProcessTopic implements Topic {
  private static final int LARGEST_MASK = 0777;
  private static final int LEAST_NICE = -20;
  private static final int MOST_NICE = 19;
  private static final int MOST_OOM_SCORE = 1000;

  private final Values values;
  private final StandardStreams streams;
  private final int usualMask;
  private final StartDirectory usualStart;
  private final Map<Integer, ResourceLimit> limits = new TreeMap<>();
  private StartDirectory start;
  private int mask;
  private boolean noNewPrivileges;
  private boolean ignoresBrokenPipe = true;
  private @Nullable Integer nice;
  private @Nullable Integer oomScore;

  /**
   * A topic.
   *
   * @param usualMask the file mode creation mask without {@code UMask=}, or -1 for the caller's
   * @param usualStart where a service starts without {@code WorkingDirectory=}
   */
  ProcessTopic(Values values, StandardStreams streams, int usualMask, StartDirectory usualStart) {
    this.values = values;
    this.streams = streams;
    this.usualMask = usualMask;
    this.usualStart = usualStart;
    this.mask = usualMask;
    this.start = usualStart;
  }

  @Override
  public boolean take(Assignment assignment) {
    switch (assignment.key()) {
      case "WorkingDirectory" -> setStart(assignment);
      case "UMask" -> setMask(assignment);
      case "NoNewPrivileges" -> noNewPrivileges = bool(assignment, noNewPrivileges, false);
      case "IgnoreSIGPIPE" -> ignoresBrokenPipe = bool(assignment, ignoresBrokenPipe, true);
      case "Nice" -> nice = number(assignment, nice, LEAST_NICE, MOST_NICE);
      case "OOMScoreAdjust" ->
          oomScore = number(assignment, oomScore, -MOST_OOM_SCORE, MOST_OOM_SCORE);
      case "StandardInput" -> streams.setInput(assignment);
      case "StandardOutput" -> streams.setOutput(assignment);
      case "StandardError" -> streams.setError(assignment);
      default -> {
        return addLimit(assignment);
      }
    }
    return true;
  }

  private boolean bool(Assignment assignment, boolean before, boolean usual) {
    if (assignment.isEmpty()) {
      return usual;
    }
    Boolean value = values.bool(assignment);
    return value == null ? before : value;
  }

  private @Nullable Integer number(
      Assignment assignment, @Nullable Integer before, int least, int most) {
    if (assignment.isEmpty()) {
      return null;
    }
    Integer value = values.number(assignment, least, most);
    return value == null ? before : value;
  }

  private void setMask(Assignment assignment) {
    if (assignment.isEmpty()) {
      mask = usualMask;
      return;
    }
    int value = Modes.parse(assignment.value());
    if (value == Modes.INVALID || value > LARGEST_MASK) {
      values.warn(
          assignment,
          0,
          "invalid mask " + Excerpt.quoted(assignment.value()) + ": expected octal digits");
    } else {
      mask = value;
    }
  }

  private void setStart(Assignment assignment) {
    if (assignment.isEmpty()) {
      start = usualStart;
      return;
    }
    boolean optional = assignment.value().startsWith("-");
    String text = assignment.value().substring(optional ? 1 : 0);
    if (text.equals("~")) {
      start = new StartDirectory.Home(optional);
      return;
    }
    int problems = values.problems().size();
    BytePath path = values.path(assignment, optional ? 1 : 0, text);
    if (path != null) {
      start = new StartDirectory.At(path, optional);
    } else if (!optional && values.problems().size() > problems) {
      values.refuse(assignment, "the directory to start in is not valid");
    }
  }

  private boolean addLimit(Assignment assignment) {
    int resource = LimitValue.resource(assignment.key());
    if (resource < 0) {
      return false;
    }
    String text = values.expand(assignment);
    ResourceLimit limit = text == null ? null : LimitValue.parse(resource, text);
    if (limit != null) {
      limits.put(resource, limit);
    } else if (text != null) {
      values.warn(
          assignment,
          0,
          "invalid limit " + Excerpt.quoted(text) + ": expected VALUE, SOFT:HARD or infinity");
    }
    return true;
  }

  @Override
  public void addTo(DeclarationBuilder builder) {
    builder
        .startDirectory(start)
        .umask(mask)
        .settings(
            new ProcessSettings(
                noNewPrivileges,
                new ArrayList<>(limits.values()),
                nice,
                oomScore,
                ignoresBrokenPipe,
                streams.input(),
                streams.output(),
                streams.error()));
  }
}
