// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Finding;
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
  private final List<Finding> findings = new ArrayList<>();

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
  void add(CheckRule rule, Line line, Part part, String message) {
    add(rule, rule.severity(), fields.of(line, part), message);
  }

  /** A finding that may well be meant. */
  void note(CheckRule rule, Line line, Part part, String message) {
    add(rule, Severity.NOTE, fields.of(line, part), message);
  }

  void add(CheckRule rule, Severity severity, Position at, String message) {
    findings.add(
        new Finding(rule.id(), severity, at.file(), at.line(), at.column(), message, rule.help()));
  }

  /** What was found, in the order of the files. */
  List<Finding> findings() {
    Map<String, Integer> order = new HashMap<>();
    for (SourceFile source : configuration.sources()) {
      order.putIfAbsent(source.name(), order.size());
    }
    findings.sort(
        Comparator.comparingInt(
                (Finding finding) -> order.getOrDefault(finding.file(), order.size()))
            .thenComparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::id));
    return List.copyOf(findings);
  }
}
