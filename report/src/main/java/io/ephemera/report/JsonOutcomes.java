// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Problems and outcomes as lines of JSON, an object each; the last one, of type {@code summary},
 * counts them. docs/json.md describes the form. Not thread-safe.
 */
public final class JsonOutcomes {
  private final JsonLines lines;
  private final Map<String, Long> counts = new TreeMap<>();
  private long problems;

  /**
   * A report.
   *
   * @param output flushed at the end, never closed
   * @throws IOException if it cannot be written
   */
  public JsonOutcomes(OutputStream output) throws IOException {
    this.lines = new JsonLines(output);
  }

  /**
   * How far a run came.
   *
   * @param seen entries that were looked at while cleaning and removing
   * @param removed those of them that were removed, or would be in a dry run
   * @param freed the bytes that these occupied
   * @param stopped whether the time limit ended the run before everything was done
   */
  public record Totals(long seen, long removed, long freed, boolean stopped) {}

  /**
   * Writes a problem of the configuration.
   *
   * @param level its consequence: {@code error}
   * @throws IOException if it cannot be written
   */
  public void problem(String level, Location.InFile location, String message) throws IOException {
    problems++;
    lines.object(
        "problem",
        json -> {
          json.writeStringField("level", level);
          json.writeStringField("file", location.file());
          json.writeNumberField("line", location.line());
          json.writeNumberField("column", location.column());
          json.writeStringField("message", message);
        });
  }

  /**
   * Writes an outcome.
   *
   * @throws IOException if it cannot be written
   */
  public void outcome(Outcome outcome) throws IOException {
    counts.merge(outcome.kind().id(), 1L, Long::sum);
    Step step = outcome.step();
    lines.object(
        "outcome",
        json -> {
          json.writeStringField("result", outcome.kind().id());
          json.writeStringField("operation", step.operation().id());
          json.writeStringField("path", step.path());
          if (!step.detail().isEmpty()) {
            json.writeStringField("detail", step.detail());
          }
          json.writeStringField("origin", step.origin());
          explain(json, outcome);
        });
  }

  private static void explain(JsonGenerator json, Outcome outcome) throws IOException {
    switch (outcome.kind()) {
      case DONE, ALREADY_RIGHT, WOULD_DO -> {}
      case SKIPPED -> json.writeStringField("reason", outcome.reason());
      case REFUSED -> {
        json.writeStringField("reason", outcome.reason());
        json.writeBooleanField("tolerated", outcome.tolerated());
      }
      case FAILED -> {
        json.writeStringField("reason", outcome.reason());
        json.writeStringField("errno", outcome.errno());
        json.writeBooleanField("tolerated", outcome.tolerated());
      }
    }
  }

  /**
   * Writes the last line.
   *
   * @param exitStatus that of the program
   * @throws IOException if it cannot be written
   */
  public void end(int exitStatus, Totals totals) throws IOException {
    lines.summary(
        exitStatus,
        json -> {
          json.writeNumberField("problems", problems);
          json.writeObjectFieldStart("outcomes");
          for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
          }
          json.writeEndObject();
          json.writeObjectFieldStart("entries");
          json.writeNumberField("seen", totals.seen());
          json.writeNumberField("removed", totals.removed());
          json.writeNumberField("bytesFreed", totals.freed());
          json.writeEndObject();
          json.writeBooleanField("stopped", totals.stopped());
        });
  }
}
