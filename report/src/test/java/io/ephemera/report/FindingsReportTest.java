// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The three forms in which findings are written. */
class FindingsReportTest {
  private static final Rule INVALID = rule("TF001", Severity.ERROR, 0);
  private static final Rule DUPLICATE = rule("TF005", Severity.WARNING, 0);
  private static final Rule PREDICTABLE = rule("TF012", Severity.WARNING, 377);

  private static final Finding WARNING =
      new Finding(PREDICTABLE, at("/usr/lib/tmpfiles.d/a b.conf", 3, 5), "why");
  private static final Finding NOTE =
      new Finding(DUPLICATE, Severity.NOTE, at("tree/etc/a.conf", 1, 1), "why");
  private static final Finding ERROR = new Finding(INVALID, at("(argument)", 2, 7), "\"why\"");

  private static Rule rule(String id, Severity severity, int weakness) {
    String page = "docs/checks/" + id + ".md";
    return new Rule(
        id, "some-name", severity, "Something is so", weakness, List.of("tmpfiles.d"), page);
  }

  private static Location at(String file, int line, int column) {
    return new Location.InFile(file, line, column);
  }

  @Test
  void textIsALineEachAsCompilersPrintIt() {
    List<String> lines = new ArrayList<>();
    TextFindings report = new TextFindings(lines::add);
    report.finding(WARNING);
    report.finding(new Finding(PREDICTABLE, at("a.conf", 0, 0), "why"));
    report.finding(new Finding(PREDICTABLE, new Location.OnHost("/tmp/x"), "why"));
    report.finding(new Finding(PREDICTABLE, new Location.InJar("a.jar", "A.class", 7), "why"));
    report.end(1);

    assertThat(lines)
        .containsExactly(
            "/usr/lib/tmpfiles.d/a b.conf:3:5: warning TF012: why (help: docs/checks/TF012.md)",
            "a.conf: warning TF012: why (help: docs/checks/TF012.md)",
            "/tmp/x: warning TF012: why (help: docs/checks/TF012.md)",
            "a.jar!A.class:7: warning TF012: why (help: docs/checks/TF012.md)");
  }

  @Test
  void jsonIsAnObjectEachAndASummary() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonFindings report = new JsonFindings(out);
    report.finding(ERROR);
    report.finding(NOTE);
    report.finding(
        new Finding(PREDICTABLE, new Location.OnHost("/tmp/x"), "why")
            .withEvidence(List.of("seen"))
            .withFix(List.of("rm", "# or not"))
            .about("the thing"));
    report.finding(new Finding(PREDICTABLE, new Location.InJar("a.jar", "A.class", 7), "why"));
    report.end(65);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"type":"finding","id":"TF001","severity":"error","file":"(argument)","line":2,"column":7,"message":"\\"why\\"","help":"docs/checks/TF001.md","fingerprint":"TF001 (argument) \\"why\\""}
            {"type":"finding","id":"TF005","severity":"note","file":"tree/etc/a.conf","line":1,"column":1,"message":"why","help":"docs/checks/TF005.md","fingerprint":"TF005 tree/etc/a.conf why"}
            {"type":"finding","id":"TF012","severity":"warning","path":"/tmp/x","message":"why","evidence":["seen"],"fix":["rm","# or not"],"help":"docs/checks/TF012.md","fingerprint":"TF012 the thing"}
            {"type":"finding","id":"TF012","severity":"warning","jar":"a.jar","entry":"A.class","line":7,"message":"why","help":"docs/checks/TF012.md","fingerprint":"TF012 a.jar!A.class why"}
            {"type":"summary","schema":1,"exitCode":65,"findings":{"error":1,"warning":2,"note":1}}
            """);
  }

  @Test
  void sarifHasEveryRuleAndAResultForEveryFinding() throws IOException {
    String document = sarif(WARNING, NOTE, ERROR);

    assertThat(values(document, "version")).containsExactly("2.1.0", "1.2.3");
    assertThat(values(document, "id")).containsExactly("TF001", "TF005", "TF012");
    assertThat(values(document, "helpUri"))
        .hasSize(3)
        .allMatch(uri -> uri.matches("file:///\\S+/TF0\\d\\d\\.md"));
    assertThat(values(document, "ruleId")).containsExactly("TF012", "TF005", "TF001");
    assertThat(values(document, "ruleIndex")).containsExactly("2", "1", "0");
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
    SarifFindings.Tool tool = new SarifFindings.Tool("the program", "1.2.3");
    SarifFindings report = new SarifFindings(out, tool, List.of(INVALID, DUPLICATE, PREDICTABLE));
    for (Finding finding : findings) {
      report.finding(finding);
    }
    report.end(0);
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
