// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Help;
import io.ephemera.report.Finding;
import io.ephemera.tmpfiles.check.CheckRule;
import io.ephemera.tmpfiles.check.Checks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Findings as one document of the Static Analysis Results Interchange Format (OASIS, SARIF 2.1.0),
 * which code hosts and editors read.
 */
public final class SarifReport implements CheckReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** Where a package of Ephemera has its documentation; a rule's address must be absolute. */
  private static final String DOCUMENTATION = "file:///usr/share/doc/ephemera/";

  private static final String ROOT = "ROOT";
  private static final String UNRESERVED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";

  private final JsonGenerator json;
  private final List<CheckRule> rules = Checks.rules();

  public SarifReport(OutputStream output) throws IOException {
    this.json = new JsonFactory().createGenerator(output);
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool();
    json.writeObjectFieldStart("originalUriBaseIds");
    json.writeObjectFieldStart(ROOT);
    json.writeStringField("uri", "file:///");
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("columnKind", "unicodeCodePoints");
    json.writeArrayFieldStart("results");
  }

  private void tool() throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "ephemera tmpfiles --check");
    json.writeStringField("version", Help.version().substring("ephemera ".length()).strip());
    json.writeArrayFieldStart("rules");
    for (CheckRule rule : rules) {
      rule(rule);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void rule(CheckRule rule) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", rule.id());
    json.writeStringField("name", rule.name());
    text("shortDescription", rule.description());
    text("help", "See " + rule.help());
    json.writeStringField("helpUri", DOCUMENTATION + rule.help().substring("docs/".length()));
    json.writeObjectFieldStart("defaultConfiguration");
    json.writeStringField("level", rule.severity().id());
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeArrayFieldStart("tags");
    json.writeString("tmpfiles.d");
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
    json.writeStringField("ruleId", finding.id());
    json.writeNumberField("ruleIndex", ruleIndex(finding.id()));
    json.writeStringField("level", finding.severity().id());
    text("message", finding.message());
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    if (finding.file().startsWith("(") || finding.file().startsWith("<")) {
      logicalLocation(finding);
    } else {
      physicalLocation(finding);
    }
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private int ruleIndex(String id) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /** Arguments and the standard input are no files. */
  private void logicalLocation(Finding finding) throws IOException {
    json.writeArrayFieldStart("logicalLocations");
    json.writeStartObject();
    json.writeStringField(
        "fullyQualifiedName", finding.file() + ":" + finding.line() + ":" + finding.column());
    json.writeEndObject();
    json.writeEndArray();
  }

  private void physicalLocation(Finding finding) throws IOException {
    boolean absolute = finding.file().startsWith("/");
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(absolute ? finding.file().substring(1) : finding.file()));
    if (absolute) {
      json.writeStringField("uriBaseId", ROOT);
    }
    json.writeEndObject();
    if (finding.line() > 0) {
      json.writeObjectFieldStart("region");
      json.writeNumberField("startLine", finding.line());
      if (finding.column() > 0) {
        json.writeNumberField("startColumn", finding.column());
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
  public void end(ExitStatus status) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
