// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.report.Finding;
import io.ephemera.report.Location;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration that is checked, what can be asked about it, and the findings so far. */
final class CheckContext {
  private final Configuration configuration;
  private final ExpectedState expected;
  private final LineFields fields;
  private final List<Line> lines = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();

  private record Found(Position at, Finding finding) {}

  CheckContext(Configuration configuration) {
    this.configuration = configuration;
    for (Plan.PathLines entry : configuration.plan().entries()) {
      lines.addAll(entry.lines());
    }
    this.expected = new ExpectedState(configuration.root(), lines, configuration.user());
    this.fields = new LineFields(configuration.sources());
  }

  Configuration configuration() {
    return configuration;
  }

  ExpectedState expected() {
    return expected;
  }

  /** The lines in force. */
  List<Line> lines() {
    return lines;
  }

  /** Whether a line creates this path. */
  boolean creates(BytePath path) {
    for (Line line : lines) {
      if (line.path().equals(path) && line.type().creates()) {
        return true;
      }
    }
    return false;
  }

  /** Adds a finding as severe as those of its rule usually are. */
  void add(Rule rule, Line line, Part part, String message) {
    add(rule, rule.severity(), fields.of(line, part), message);
  }

  /** Adds a finding that may be intended. */
  void note(Rule rule, Line line, Part part, String message) {
    add(rule, Severity.NOTE, fields.of(line, part), message);
  }

  /** Adds a mistake that the parser or the plan found. */
  void add(Rule rule, Problem problem) {
    add(rule, rule.severity(), problem.position(), problem.message());
  }

  /** Adds a finding about a whole line. */
  void add(Rule rule, Line line, String message) {
    add(rule, rule.severity(), line.position(), message);
  }

  private void add(Rule rule, Severity severity, Position at, String message) {
    Location location = new Location.InFile(at.file(), at.line(), at.column());
    String subject = withoutRoot(at.file()) + " " + Bytes.latin1(fields.text(at));
    found.add(new Found(at, new Finding(rule, severity, location, message).about(subject)));
  }

  /** A file as the system of the root directory knows it: that may be elsewhere in a later run. */
  private String withoutRoot(String file) {
    Root root = configuration.root();
    String top = root.isHost() ? "" : root.shown(BytePath.ROOT).toString();
    return !top.isEmpty() && file.startsWith(top + "/") ? file.substring(top.length()) : file;
  }

  /** All findings, in the order of the files. */
  List<Finding> findings() {
    Map<String, Integer> order = new HashMap<>();
    for (SourceFile source : configuration.sources()) {
      order.putIfAbsent(source.name(), order.size());
    }
    found.sort(
        Comparator.comparingInt((Found one) -> order.getOrDefault(one.at().file(), order.size()))
            .thenComparing(one -> one.at().file())
            .thenComparingInt(one -> one.at().line())
            .thenComparingInt(one -> one.at().column())
            .thenComparing(one -> one.finding().rule().id()));
    return found.stream().map(Found::finding).toList();
  }
}
