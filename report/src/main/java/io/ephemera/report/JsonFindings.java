// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Findings as lines of JSON, an object of type {@code finding} each; the last one, of type {@code
 * summary}, counts them. docs/json.md describes the form.
 */
public final class JsonFindings implements FindingsReport {
  private final JsonLines lines;
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

  /**
   * A report.
   *
   * @param output flushed at the end, never closed
   * @throws IOException if it cannot be written
   */
  public JsonFindings(OutputStream output) throws IOException {
    this.lines = new JsonLines(output);
  }

  @Override
  public void finding(Finding finding) throws IOException {
    counts.merge(finding.severity(), 1, Integer::sum);
    lines.object(
        "finding",
        json -> {
          json.writeStringField("id", finding.rule().id());
          json.writeStringField("severity", finding.severity().id());
          location(json, finding.location());
          json.writeStringField("message", finding.message());
          lines(json, "evidence", finding.evidence());
          lines(json, "fix", finding.fix());
          json.writeStringField("help", finding.rule().page());
          json.writeStringField("fingerprint", finding.fingerprint().text());
        });
  }

  private static void lines(JsonGenerator json, String field, List<String> lines)
      throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(field);
    for (String line : lines) {
      json.writeString(line);
    }
    json.writeEndArray();
  }

  private static void location(JsonGenerator json, Location location) throws IOException {
    switch (location) {
      case Location.InFile in -> {
        json.writeStringField("file", in.file());
        json.writeNumberField("line", in.line());
        json.writeNumberField("column", in.column());
      }
      case Location.OnHost on -> json.writeStringField("path", on.path());
      case Location.InJar in -> {
        json.writeStringField("jar", in.jar());
        json.writeStringField("entry", in.entry());
        json.writeNumberField("line", in.line());
      }
    }
  }

  @Override
  public void end(int exitStatus) throws IOException {
    end(exitStatus, json -> {});
  }

  /**
   * As {@link #end(int)}, with more fields in the last object.
   *
   * @throws IOException if it cannot be written
   */
  public void end(int exitStatus, JsonLines.Fields more) throws IOException {
    lines.summary(
        exitStatus,
        json -> {
          json.writeObjectFieldStart("findings");
          for (Map.Entry<Severity, Integer> count : counts.entrySet()) {
            json.writeNumberField(count.getKey().id(), count.getValue());
          }
          json.writeEndObject();
          more.write(json);
        });
  }
}
