// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two forms in which outcomes are written. */
class OutcomesReportTest {
  private static final Step CREATE = new Step(Operation.CREATE_DIRECTORY, "/run/x", "", "a.conf:1");
  private static final Step CHMOD = new Step(Operation.CHANGE_MODE, "/run/x", "0700", "a.conf:1");

  private static final List<Outcome> OUTCOMES =
      List.of(
          new Outcome.Done(CHMOD),
          new Outcome.AlreadyRight(CREATE),
          new Outcome.WouldDo(CREATE),
          new Outcome.Skipped(CREATE, "why", true),
          new Outcome.Skipped(CREATE, "why", false),
          new Outcome.Refused(CREATE, "why", false),
          new Outcome.Failed(CREATE, "why", "ENOSPC", true));

  private static List<String> text(boolean verbose) {
    TextOutcomes words = new TextOutcomes(verbose);
    return OUTCOMES.stream().map(words::line).filter(line -> !line.isEmpty()).toList();
  }

  /** Any user may give a file such a name, to forge the end of the line. */
  @Test
  void quotesInAQuotedPathAreEscaped() {
    Step forged = new Step(Operation.REMOVE, "/tmp/x\" (b.conf:1)", "", "a.conf:1");
    assertThat(new TextOutcomes(false).line(new Outcome.WouldDo(forged)))
        .isEqualTo("Would remove \"/tmp/x\\\" (b.conf:1)\" (a.conf:1)");
  }

  @Test
  void textIsALineForEachNotableOutcome() {
    assertThat(text(false))
        .containsExactly(
            "Would create directory /run/x (a.conf:1)",
            "a.conf:1: did not create directory /run/x: why",
            "a.conf:1: refused to create directory /run/x: why",
            "a.conf:1: cannot create directory /run/x: why (ignored)");
  }

  @Test
  void verboseTextIsALineForEachOutcome() {
    assertThat(text(true))
        .containsExactly(
            "a.conf:1: did change mode of \"/run/x\" to 0700",
            "a.conf:1: already right: create directory /run/x",
            "Would create directory /run/x (a.conf:1)",
            "a.conf:1: did not create directory /run/x: why",
            "a.conf:1: did not create directory /run/x: why",
            "a.conf:1: refused to create directory /run/x: why",
            "a.conf:1: cannot create directory /run/x: why (ignored)");
  }

  @Test
  void jsonIsAnObjectForEachAndASummary() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonOutcomes report = new JsonOutcomes(out);
    report.problem("error", new Location.InFile("a.conf", 2, 3), "wrong");
    for (Outcome outcome : OUTCOMES) {
      report.outcome(outcome);
    }
    report.end(73, new JsonOutcomes.Totals(4, 3, 2, true));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"type":"problem","level":"error","file":"a.conf","line":2,"column":3,"message":"wrong"}
            {"type":"outcome","result":"done","operation":"change-mode","path":"/run/x","detail":"0700","origin":"a.conf:1"}
            {"type":"outcome","result":"already-right","operation":"create-directory","path":"/run/x","origin":"a.conf:1"}
            {"type":"outcome","result":"would-do","operation":"create-directory","path":"/run/x","origin":"a.conf:1"}
            {"type":"outcome","result":"skipped","operation":"create-directory","path":"/run/x","origin":"a.conf:1","reason":"why"}
            {"type":"outcome","result":"skipped","operation":"create-directory","path":"/run/x","origin":"a.conf:1","reason":"why"}
            {"type":"outcome","result":"refused","operation":"create-directory","path":"/run/x","origin":"a.conf:1","reason":"why","tolerated":false}
            {"type":"outcome","result":"failed","operation":"create-directory","path":"/run/x","origin":"a.conf:1","reason":"why","errno":"ENOSPC","tolerated":true}
            {"type":"summary","schema":1,"exitCode":73,"problems":1,"outcomes":{"already-right":1,"done":1,"failed":1,"refused":1,"skipped":2,"would-do":1},"entries":{"seen":4,"removed":3,"bytesFreed":2},"stopped":true}
            """);
  }
}
