// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Findings as one document of the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0),
 * which code hosts and editors read.
 */
public final class SarifFindings implements FindingsReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** The documentation of an installed package; the address of a rule must be absolute. */
  private static final String DOCUMENTATION = "file:///usr/share/doc/ephemera/";

  private static final String ROOT = "ROOT";
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

  /**
   * The program that ran the checks.
   *
   * @param version as the program prints it
   */
  public record Tool(String name, String version) {}

  private final JsonGenerator json;
  private final List<Rule> rules;

  /**
   * A report.
   *
   * @param output flushed at the end, never closed
   * @param tool the program that ran the checks
   * @param rules the rules of all checks, with or without findings
   * @throws IOException if it cannot be written
   */
  public SarifFindings(OutputStream output, Tool tool, List<Rule> rules) throws IOException {
    this.rules = List.copyOf(rules);
    this.json = new JsonFactory().createGenerator(output);
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool(tool);
    json.writeObjectFieldStart("originalUriBaseIds");
    json.writeObjectFieldStart(ROOT);
    json.writeStringField("uri", "file:///");
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("columnKind", "unicodeCodePoints");
    json.writeArrayFieldStart("results");
  }

  private void tool(Tool tool) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", tool.name());
    json.writeStringField("version", tool.version());
    json.writeArrayFieldStart("rules");
    for (Rule rule : rules) {
      rule(rule);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void rule(Rule rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    json.writeStringField("name", rule.name());
    text("shortDescription", rule.description());
    text("help", "See " + rule.page());
    json.writeStringField("helpUri", DOCUMENTATION + rule.page().substring("docs/".length()));
    json.writeObjectFieldStart("defaultConfiguration");
    json.writeStringField("level", rule.severity().id());
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeArrayFieldStart("tags");
    for (String tag : rule.tags()) {
      json.writeString(tag);
    }
    if (rule.weakness() != 0) {
      json.writeString("security");
      json.writeString("external/cwe/cwe-" + rule.weakness());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  @Override
  public void finding(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.rule().id());
    json.writeNumberField("ruleIndex", rules.indexOf(finding.rule()));
    json.writeStringField("level", finding.severity().id());
    text("message", message(finding));
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    location(finding.location());
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField("ephemera/v1", finding.fingerprint().hash());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** With what was seen and what corrects it: a result has no other place for text. */
  private static String message(Finding finding) {
    StringBuilder message = new StringBuilder(finding.message());
    for (String line : finding.evidence()) {
      message.append("\nSeen: ").append(line);
    }
    for (String line : finding.fix()) {
      message.append("\nFix: ").append(line);
    }
    return message.toString();
  }

  private void location(Location location) throws IOException {
    switch (location) {
      case Location.InFile in when in.isFile() ->
          physicalLocation(in.file(), in.line(), in.column());
      case Location.InFile in -> logicalLocation(in);
      case Location.OnHost on -> physicalLocation(on.path(), 0, 0);
      case Location.InJar in -> logicalLocation(in);
    }
  }

  /** For what is not a file of its own: arguments, standard input, entries of archives. */
  private void logicalLocation(Location location) throws IOException {
    json.writeArrayFieldStart("logicalLocations");
    json.writeStartObject();
    json.writeStringField("fullyQualifiedName", location.toString());
    json.writeEndObject();
    json.writeEndArray();
  }

  private void physicalLocation(String file, int line, int column) throws IOException {
    boolean absolute = file.startsWith("/");
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(absolute ? file.substring(1) : file));
    if (absolute) {
      json.writeStringField("uriBaseId", ROOT);
    }
    json.writeEndObject();
    if (line > 0) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", line);
      if (column > 0) {
        json.writeNumberField("startColumn", column);
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** A path as a relative reference (RFC 3986, section 4.2). */
  private static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append('%').append(Character.forDigit((b >> 4) & 15, 16));
        uri.append(Character.forDigit(b & 15, 16));
      }
    }
    return uri.toString();
  }

  @Override
  public void end(int exitStatus) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
