// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.report.Finding;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;

/** Findings as lines of JSON, of type {@code finding}; the form is described in docs/json.md. */
public final class JsonCheckReport implements CheckReport {
  private static final int SCHEMA = 1;

  private final JsonGenerator json;
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

  public JsonCheckReport(OutputStream output) throws IOException {
    this.json = new JsonFactory().createGenerator(output);
    json.setRootValueSeparator(null);
  }

  @Override
  public void finding(Finding finding) throws IOException {
    counts.merge(finding.severity(), 1, Integer::sum);
    json.writeStartObject();
    json.writeStringField("type", "finding");
    json.writeStringField("id", finding.id());
    json.writeStringField("severity", finding.severity().id());
    json.writeStringField("file", finding.file());
    json.writeNumberField("line", finding.line());
    json.writeNumberField("column", finding.column());
    json.writeStringField("message", finding.message());
    json.writeStringField("help", finding.help());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void end(ExitStatus status) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "summary");
    json.writeNumberField("schema", SCHEMA);
    json.writeNumberField("exitCode", status.code());
    json.writeObjectFieldStart("findings");
    for (Map.Entry<Severity, Integer> count : counts.entrySet()) {
      json.writeNumberField(count.getKey().id(), count.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
