// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.report.Finding;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.check.Checks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The three forms in which findings are told, and which options go with a check. */
class CheckReportTest {
  private static final Finding WARNING =
      new Finding(
          "TF012", Severity.WARNING, "/usr/lib/tmpfiles.d/a b.conf", 3, 5, "why", "docs/x.md");
  private static final Finding NOTE =
      new Finding("TF005", Severity.NOTE, "tree/etc/a.conf", 1, 1, "why", "docs/y.md");
  private static final Finding ERROR =
      new Finding("TF001", Severity.ERROR, "(argument)", 2, 7, "\"why\"", "docs/z.md");

  @Test
  void textIsALineEachAsCompilersPrintIt() {
    assertThat(WARNING)
        .hasToString("/usr/lib/tmpfiles.d/a b.conf:3:5: warning TF012: why (help: docs/x.md)");
    assertThat(new Finding("TF003", Severity.WARNING, "a.conf", 0, 0, "why", "p"))
        .hasToString("a.conf: warning TF003: why (help: p)");
  }

  @Test
  void jsonIsAnObjectEachAndASummary() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonCheckReport report = new JsonCheckReport(out);
    report.finding(ERROR);
    report.finding(NOTE);
    report.end(ExitStatus.INVALID_INPUT);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"type":"finding","id":"TF001","severity":"error","file":"(argument)","line":2,"column":7,"message":"\\"why\\"","help":"docs/z.md"}
            {"type":"finding","id":"TF005","severity":"note","file":"tree/etc/a.conf","line":1,"column":1,"message":"why","help":"docs/y.md"}
            {"type":"summary","schema":1,"exitCode":65,"findings":{"error":1,"note":1}}
            """);
  }

  @Test
  void sarifHasARuleForEveryCheckAndAResultForEveryFinding() throws IOException {
    String document = sarif(WARNING, NOTE, ERROR);

    assertThat(values(document, "version")).startsWith("2.1.0");
    assertThat(values(document, "id")).hasSameSizeAs(Checks.rules()).startsWith("TF001");
    assertThat(values(document, "helpUri"))
        .hasSameSizeAs(Checks.rules())
        .allMatch(uri -> uri.matches("file:///\\S+/TF0\\d\\d\\.md"));
    assertThat(values(document, "ruleId")).containsExactly("TF012", "TF005", "TF001");
    assertThat(values(document, "ruleIndex")).containsExactly("11", "4", "0");
    assertThat(values(document, "startLine")).containsExactly("3", "1");
    assertThat(values(document, "fullyQualifiedName")).containsExactly("(argument):2:7");
    assertThat(document).contains("\"external/cwe/cwe-377\"");
  }

  @Test
  void sarifNamesFilesByRelativeAddresses() throws IOException {
    assertThat(values(sarif(WARNING, NOTE, ERROR), "uri"))
        .containsExactly("file:///", "usr/lib/tmpfiles.d/a%20b.conf", "tree/etc/a.conf");
  }

  @Test
  void sarifWithoutFindingsIsADocumentAsWell() throws IOException {
    assertThat(sarif()).containsPattern("\"results\" : \\[ *]").endsWith("}\n");
  }

  private static String sarif(Finding... findings) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SarifReport report = new SarifReport(out);
    for (Finding finding : findings) {
      report.finding(finding);
    }
    report.end(ExitStatus.SUCCESS);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The values of all fields of a name, in order; a document that is no JSON throws. */
  private static List<String> values(String document, String name) throws IOException {
    List<String> values = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(document)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && name.equals(parser.currentName())) {
          values.add(parser.getText());
        }
      }
    }
    return values;
  }
}
