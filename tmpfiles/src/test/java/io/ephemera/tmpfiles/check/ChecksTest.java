// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Finding;
import io.ephemera.report.Location;
import io.ephemera.report.Outcome;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The findings of the checks, and near misses: the table in {@code resources/check}. */
class ChecksTest {
  private static final Path PAGES = Path.of("..", "docs", "checks");

  /** The table and the pages show the usual id of a user; the tests may run as that user. */
  private static final String USER_IN_LINES = "1000";

  private static final String OTHER_USER = "4711";
  private static final long DAY = 86_400_000_000L;

  static Stream<Arguments> rows() throws IOException {
    return table().stream().map(row -> Arguments.of(row.title(), row));
  }

  private static List<CheckCase> table() throws IOException {
    String path = "/check/findings.txt";
    try (InputStream in = ChecksTest.class.getResourceAsStream(path)) {
      byte[] text = Objects.requireNonNull(in, path).readAllBytes();
      return CheckCase.parseAll(new String(text, StandardCharsets.UTF_8));
    }
  }

  static Stream<Rule> rules() {
    return Checks.rules().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void findsWhatTheTableSaysAndChangesNothing(String title, CheckCase row) throws IOException {
    assumeTrue(TestUser.isRoot() || !row.needsRoot(), "needs root: files of several users");
    try (TestFolder folder = TestFolder.with(row.tree())) {
      String before = Tree.describe(folder.path());
      List<Finding> findings = new ArrayList<>();
      Tmpfiles.Result result = check(folder.path(), row.lines(), findings);

      assertThat(shown(findings, folder.path())).isEqualTo(row.findings());
      assertThat(result).isEqualTo(expected(findings));
      assertThat(Tree.describe(folder.path())).isEqualTo(before);
    }
  }

  private static Tmpfiles.Result expected(List<Finding> findings) {
    Severity worst =
        findings.stream().map(Finding::severity).min(Severity::compareTo).orElse(Severity.NOTE);
    return switch (worst) {
      case ERROR -> Tmpfiles.Result.INVALID_LINES;
      case WARNING -> Tmpfiles.Result.FINDINGS;
      case NOTE -> Tmpfiles.Result.SUCCESS;
    };
  }

  private static Tmpfiles.Result check(Path root, List<String> lines, List<Finding> findings)
      throws IOException {
    return tmpfiles(root, false, lines, new ArrayList<>()).check(findings::add);
  }

  private static Tmpfiles tmpfiles(
      Path root, boolean clean, List<String> lines, List<Outcome> outcomes) {
    List<Bytes> arguments =
        lines.stream()
            .map(line -> line.replace(USER_IN_LINES, OTHER_USER))
            .map(Bytes::utf8)
            .toList();
    Set<Request.Flag> flags =
        clean ? Set.of(Request.Flag.CLEAN, Request.Flag.DRY_RUN) : Set.of(Request.Flag.BOOT);
    Request request =
        new Request(
            flags,
            Request.Scope.below(BytePath.of(root.toString())),
            lines.isEmpty() ? Request.Sources.SYSTEM : Request.Sources.lines(arguments));
    long later = System.currentTimeMillis() * 1000 + 100 * DAY;
    RunEnvironment environment =
        new RunEnvironment(
            name -> null, () -> Bytes.EMPTY, () -> later, new Progress(Throttle.unlimited()));
    return new Tmpfiles(request, environment, new Outcomes(outcomes));
  }

  private record Outcomes(List<Outcome> outcomes) implements Tmpfiles.Listener {
    @Override
    public void problem(Problem problem) {}

    @Override
    public void outcome(Outcome outcome) {
      outcomes.add(outcome);
    }
  }

  private static List<String> shown(List<Finding> findings, Path root) {
    List<String> shown = new ArrayList<>();
    for (Finding finding : findings) {
      Location.InFile at = (Location.InFile) finding.location();
      String file = at.file().replace(root + "/", "");
      shown.add(
          (file.equals("(argument)") ? "" : file + ":")
              + at.line()
              + ":"
              + at.column()
              + " "
              + finding.severity().id()
              + " "
              + finding.rule().id());
    }
    return shown;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyCheckHasARowWithAFindingAndANearMiss(Rule rule) throws IOException {
    List<CheckCase> rows = table().stream().filter(row -> row.id().equals(rule.id())).toList();

    assertThat(rows).anyMatch(CheckCase::isNearMiss).anyMatch(row -> !row.isNearMiss());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyCheckHasItsPageWithItsNameAndSeverity(Rule rule) throws IOException {
    String page = Files.readString(PAGES.resolve(rule.id() + ".md"));

    assertThat(page)
        .startsWith("# " + rule.id() + ": " + rule.name() + "\n")
        .contains(
            "\nSeverity: " + rule.severity().id(),
            "\n## Why it matters\n",
            "\n## Example\n",
            "\n## How to fix it\n");
    assertThat(page.contains("CWE-" + rule.weakness() + " ")).isEqualTo(rule.weakness() != 0);
  }

  @Test
  void everyClassThatIsACheckIsListed() throws IOException {
    Path folder = Path.of("src", "main", "java", "io", "ephemera", "tmpfiles", "check");
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String source = Files.readString(file);
        if (source.contains(" implements Check {")) {
          int id = source.indexOf("\"TF") + 1;
          ids.add(source.substring(id, source.indexOf('"', id)));
        }
      }
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(rules().map(Rule::id).toList());
  }

  @Test
  void everyPageHasItsCheckAndTheIndexNamesAllInOrder() throws IOException {
    List<String> ids = rules().map(Rule::id).toList();
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(Stream.of("README.md"), ids.stream().map(id -> id + ".md")).toList());
    }
    List<String> rows =
        Files.readString(PAGES.resolve("README.md"))
            .lines()
            .filter(line -> line.startsWith("| ["))
            .map(line -> line.substring(3, line.indexOf(']')))
            .toList();
    assertThat(rows).isEqualTo(ids).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void findsTheExampleOfEveryPage(Rule rule) throws IOException {
    String page = Files.readString(PAGES.resolve(rule.id() + ".md"));
    String example = page.substring(page.indexOf("\n## Example\n"), page.indexOf("\n## How"));
    List<String> lines =
        example.lines().filter(line -> line.startsWith("    ")).map(String::strip).toList();

    try (TestFolder folder = TestFolder.create()) {
      List<Finding> findings = new ArrayList<>();
      check(folder.path(), lines, findings);
      // A masked line needs two files, which the page describes.
      assertThat(findings.stream().anyMatch(finding -> finding.rule().equals(rule)))
          .isEqualTo(!rule.id().equals("TF005"));
    }
  }

  @Test
  void reportsTheClaimableNamesThatCleaningWouldRemove() throws IOException {
    List<String> lines = List.of("q /tmp 1777 - - 10d", "D! /tmp/.X11-unix 1777", "x /tmp/kept");
    try (TestFolder folder =
        TestFolder.with("tmp/ 1777\ntmp/.X11-unix/ 1777\ntmp/.snap/\ntmp/kept/\n")) {
      List<Finding> findings = new ArrayList<>();
      List<Outcome> outcomes = new ArrayList<>();
      check(folder.path(), lines, findings);
      tmpfiles(folder.path(), true, lines, outcomes).run();

      assertThat(findings.stream().map(Finding::message).toList())
          .hasSize(2)
          .anyMatch(message -> message.contains("'/tmp/.snap'"))
          .anyMatch(message -> message.contains("'/tmp/.X11-unix'"));
      assertThat(
              outcomes.stream()
                  .filter(Outcome.WouldDo.class::isInstance)
                  .map(outcome -> outcome.step().words())
                  .toList())
          .anyMatch(words -> words.contains("remove directory") && words.contains("/tmp/.snap\""))
          .anyMatch(words -> words.contains("remove directory") && words.contains("/.X11-unix\""))
          .noneMatch(words -> words.contains("kept"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tmp.Ab3dEfGh, true",
    "systemd-private-0123456789abcdef0123456789abcdef-x.service-AbCdEf, true",
    "tmp1a2b3c, true",
    "20261122140301, true",
    ".X11-unix, false",
    "hsperfdata_root, false",
    ".snap, false",
    "snap-private-tmp, false",
    "v8, false"
  })
  void tellsRandomNamesFromChosenOnes(String name, boolean random) {
    assertThat(WorldWritableEntries.isRandom(name)).isEqualTo(random);
  }
}
