// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Finding;
import io.ephemera.report.Location;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A configuration while checks look at it: what they ask, and what they found so far. */
final class CheckContext {
  private final Configuration configuration;
  private final ExpectedState ground;
  private final LineFields fields;
  private final List<Line> lines = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();

  private record Found(Position at, Finding finding) {}

  CheckContext(Configuration configuration) {
    this.configuration = configuration;
    for (Plan.PathLines entry : configuration.plan().entries()) {
      lines.addAll(entry.lines());
    }
    this.ground = new ExpectedState(configuration.root(), lines, configuration.user());
    this.fields = new LineFields(configuration.sources());
  }

  Configuration configuration() {
    return configuration;
  }

  ExpectedState ground() {
    return ground;
  }

  /** The lines that count. */
  List<Line> lines() {
    return lines;
  }

  /** A finding as grave as its check usually is. */
  void add(Rule rule, Line line, Part part, String message) {
    add(rule, rule.severity(), fields.of(line, part), message);
  }

  /** A finding that may well be meant. */
  void note(Rule rule, Line line, Part part, String message) {
    add(rule, Severity.NOTE, fields.of(line, part), message);
  }

  void add(Rule rule, Severity severity, Position at, String message) {
    Location location = new Location.InFile(at.file(), at.line(), at.column());
    found.add(new Found(at, new Finding(rule, severity, location, message)));
  }

  /** What was found, in the order of the files. */
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
