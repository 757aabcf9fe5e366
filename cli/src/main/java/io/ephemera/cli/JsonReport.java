// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Outcomes and problems as lines of JSON on standard output, an object each; the last one, of type
 * {@code summary}, counts them. The form is described in {@code docs/json.md}.
 */
public final class JsonReport implements Tmpfiles.Listener {
  private static final int SCHEMA = 1;

  private final JsonGenerator json;
  private final Map<String, Long> counts = new TreeMap<>();
  private long problems;

  public JsonReport(Output output) throws IOException {
    this.json = new JsonFactory().createGenerator(output.data());
    json.setRootValueSeparator(null);
  }

  /** Writes one object, whose fields a piece of code writes. */
  private interface Fields {
    void write() throws IOException;
  }

  private void object(String type, Fields fields) {
    try {
      json.writeStartObject();
      json.writeStringField("type", type);
      fields.write();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void problem(Problem problem) {
    problems++;
    object(
        "problem",
        () -> {
          json.writeStringField("level", problem.level().name().toLowerCase(Locale.ROOT));
          json.writeStringField("file", problem.position().file());
          json.writeNumberField("line", problem.position().line());
          json.writeNumberField("column", problem.position().column());
          json.writeStringField("message", problem.message());
        });
  }

  @Override
  public void outcome(Outcome outcome) {
    counts.merge(outcome.id(), 1L, Long::sum);
    object(
        "outcome",
        () -> {
          json.writeStringField("result", outcome.id());
          json.writeStringField("operation", outcome.step().operation().id());
          json.writeStringField("path", outcome.step().path());
          if (!outcome.step().detail().isEmpty()) {
            json.writeStringField("detail", outcome.step().detail());
          }
          json.writeStringField("origin", outcome.step().origin());
          reason(outcome);
        });
  }

  private void reason(Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Skipped skipped -> json.writeStringField("reason", skipped.reason());
      case Outcome.Refused refusal -> {
        json.writeStringField("reason", refusal.reason());
        json.writeBooleanField("tolerated", refusal.tolerated());
      }
      case Outcome.Failed failure -> {
        json.writeStringField("reason", failure.reason());
        json.writeStringField("errno", failure.errno());
        json.writeBooleanField("tolerated", failure.tolerated());
      }
      case Outcome.Unsupported unsupported ->
          json.writeStringField("reason", unsupported.what() + " is not supported yet");
      case Outcome.Done d -> {}
      case Outcome.AlreadyRight a -> {}
      case Outcome.WouldDo w -> {}
    }
  }

  /** The last line. */
  public void end(ExitStatus status, Progress.Snapshot reached) {
    object(
        "summary",
        () -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("exitCode", status.code());
          json.writeNumberField("problems", problems);
          json.writeObjectFieldStart("outcomes");
          for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
          }
          json.writeEndObject();
          json.writeObjectFieldStart("entries");
          json.writeNumberField("seen", reached.seen());
          json.writeNumberField("removed", reached.removed());
          json.writeNumberField("bytesFreed", reached.freed());
          json.writeEndObject();
          json.writeBooleanField("stopped", reached.stopped());
        });
    try {
      json.flush();
    } catch (IOException readerIsGone) {
      // Whoever asked has read enough.
    }
  }
}
